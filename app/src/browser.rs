//! What only a browser can do, as a few small functions of script; called from effects and events, never
//! while rendering.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r#"
const module_of = () => import(document.querySelector('meta[name="winloss:charts"]').content);

// An anchor, so that the router takes it like every other link; the same function is added only once.
function follow(event) {
    const link = Object.assign(document.createElement("a"), { href: event.detail.link });
    event.currentTarget.append(link);
    link.click();
    link.remove();
}

// The still picture stays until the drawing can take its place in the same step: nothing jumps.
export function mount_chart(host, still, spec) {
    module_of().then((charts) => {
        if (!host.isConnected) return;
        still.hidden = true;
        host.hidden = false;
        charts.mount(host, JSON.parse(spec));
        host.addEventListener("chart:select", follow);
    }).catch((cause) => console.warn("a chart stays a still picture", cause));
}

// A page that is drawn anew keeps its elements; only a host that has left takes its chart with it.
export function release_chart(host) {
    setTimeout(() => {
        if (!host.isConnected) module_of().then((charts) => charts.dispose(host)).catch(() => {});
    });
}

export function show_dialog(id) {
    const dialog = document.getElementById(id);
    if (dialog && !dialog.open) dialog.showModal();
}

export function focus_on(id) {
    const element = document.getElementById(id);
    element?.focus();
    element?.select?.();
}

// A page that takes the place of another takes the focus as well, with its heading, as soon as it is drawn and as often
// as that is drawn anew while it loads. Who does something meanwhile, or is in the page already, is left alone.
let page, turn = 0;
export function focus_page(is_first) {
    const own = ++turn;
    if (is_first) { page = document.querySelector("main"); return; }
    const until = performance.now() + 5000;
    let heading, is_busy = false, frames = 0;
    const busy = () => { is_busy = heading !== undefined; };
    const end = () => ["pointerdown", "keydown"].forEach((kind) => removeEventListener(kind, busy, true));
    const look = () => {
        const main = document.querySelector("main");
        if (own !== turn || is_busy || performance.now() > until) { end(); return; }
        // A page of the same kind is drawn into the elements of the one before.
        if (main && (main !== page || frames++ > 30)) {
            page = main;
            const at = document.activeElement;
            const next = main.querySelector("h1") ?? document.querySelector("h1") ?? main;
            if (!at || at === document.body || at.closest(".sidebar") || at === heading) {
                frames = 31;
                if (next !== at) { next.tabIndex = -1; next.focus({ preventScroll: true }); }
                heading = next;
            } else { end(); return; }
        }
        requestAnimationFrame(look);
    };
    ["pointerdown", "keydown"].forEach((kind) => addEventListener(kind, busy, true));
    requestAnimationFrame(look);
}

// Keys belong to whoever is typing.
export function is_typing(event) {
    const of = event.target;
    const writes = of?.closest?.("input, textarea, select, [contenteditable], dialog[open]");
    return Boolean(writes && !["checkbox", "radio", "button", "submit"].includes(writes.type));
}

// The fields of a form as a query string; empty ones are left out.
export function query_of(form) {
    const pairs = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
        if (typeof value === "string" && value.trim() !== "") pairs.append(name, value);
    }
    return pairs.toString();
}

// The panel whose button was pressed as a query string: the name of its choices, then what is chosen.
export function panel_of(event) {
    const panel = document.activeElement?.closest("form fieldset") ?? event.submitter?.closest("fieldset");
    const inputs = [...(panel?.querySelectorAll("input") ?? [])];
    const pairs = new URLSearchParams(inputs.slice(0, 1).map((input) => [input.name, ""]));
    for (const input of inputs) if (input.checked) pairs.append(input.name, input.value);
    return pairs.toString();
}

// Native details neither close on Escape nor when something else is pressed.
export function close_panels(except) {
    for (const panel of document.querySelectorAll("details.chip[open], .chip > details[open], details.menu[open]")) {
        if (except && panel.contains(except)) continue;
        const had_focus = panel.contains(document.activeElement);
        panel.open = false;
        if (had_focus && !except) panel.querySelector("summary")?.focus();
    }
}

export function hide_popover(id) {
    const popover = document.getElementById(id);
    if (popover?.matches(":popover-open")) popover.hidePopover();
}

// Listens for changes while the page is looked at: browsers allow only a few open connections.
export function watch(url, heard) {
    let source, timer, stopped = false;
    const close = () => { clearTimeout(timer); source?.close(); source = undefined; };
    const open = () => {
        close();
        source = new EventSource(url);
        source.addEventListener("change", (event) => heard(event.data));
        // In another window the person went to another tenant: nothing of that one may come into this page.
        source.addEventListener("moved", () => { close(); location.reload(); });
        source.addEventListener("error", () => {
            if (source?.readyState === EventSource.CLOSED && !stopped) timer = setTimeout(look, 5000);
        });
    };
    const look = () => { if (document.hidden) close(); else if (!source || source.readyState === 2) open(); };
    document.addEventListener("visibilitychange", look);
    look();
    return () => { stopped = true; document.removeEventListener("visibilitychange", look); close(); };
}

// The id of what has the focus.
export function active_id() {
    return document.activeElement?.id ?? "";
}

// Sets a property of an element's style, such as a colour that is being chosen.
export function paint(id, name, value) {
    document.getElementById(id)?.style.setProperty(name, value);
}

// The text of the file that was chosen; nothing of one that is too large.
export function read_file(input, most, heard) {
    const file = input.files?.[0];
    if (!file) return;
    if (file.size > most) heard(undefined);
    else file.text().then(heard, () => heard(undefined));
}

// Puts what a field has on the clipboard; selected it is in any case, where the browser keeps the clipboard to itself.
export function copy_from(id) {
    const field = document.getElementById(id);
    if (!field) return;
    field.focus();
    field.select();
    navigator.clipboard?.writeText(field.value).catch(() => {});
}

// Gives a text to the person as a file.
export function save_file(name, text) {
    const href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    const link = Object.assign(document.createElement("a"), { href, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(href), 1000);
}

// Posts the file that was chosen as it is; what comes back is the status and the text of the answer.
export function post_file(input, url, heard) {
    const file = input.files?.[0];
    if (!file) return;
    fetch(url, { method: "POST", body: file, headers: { accept: "application/json" } })
        .then(async (answer) => heard(answer.status, await answer.text()), () => heard(0, ""));
}

export function mark_hydrated() {
    document.documentElement.dataset.hydrated = "1";
}

export function is_hydrated() {
    return document.documentElement.dataset.hydrated === "1";
}

// The second part of a bundle that has one; whoever asks again after a failure has another try.
const parts = () => globalThis.winloss ?? {};
export function has_rest() {
    return !parts().load || Boolean(parts().is_there);
}
export function load_rest(heard) {
    (parts().load?.() ?? Promise.resolve()).then(() => heard(true), () => heard(false));
}

// The router puts the address of a page into the history after it has drawn it.
export function reload() {
    setTimeout(() => location.reload());
}
"#)]
extern "C" {
    pub(crate) fn mount_chart(host: &JsValue, still: &JsValue, spec: &str);
    pub(crate) fn release_chart(host: &JsValue);
    pub(crate) fn show_dialog(id: &str);
    pub(crate) fn focus_on(id: &str);
    pub(crate) fn focus_page(is_first: bool);
    pub(crate) fn is_typing(event: &JsValue) -> bool;
    pub(crate) fn query_of(form: &JsValue) -> String;
    pub(crate) fn panel_of(event: &JsValue) -> String;
    pub(crate) fn close_panels(except: &JsValue);
    pub(crate) fn hide_popover(id: &str);
    pub(crate) fn watch(url: &str, heard: &Closure<dyn Fn(String)>) -> JsValue;
    pub(crate) fn copy_from(id: &str);
    pub(crate) fn active_id() -> String;
    pub(crate) fn paint(id: &str, name: &str, value: &str);
    pub(crate) fn save_file(name: &str, text: &str);
    pub(crate) fn read_file(input: &JsValue, most: u32, heard: &JsValue);
    pub(crate) fn post_file(input: &JsValue, url: &str, heard: &JsValue);
    pub(crate) fn mark_hydrated();
    #[cfg(not(feature = "ssr"))]
    pub(crate) fn is_hydrated() -> bool;
    #[cfg(not(feature = "ssr"))]
    pub(crate) fn has_rest() -> bool;
    #[cfg(not(feature = "ssr"))]
    pub(crate) fn load_rest(heard: &JsValue);
    #[cfg(not(feature = "ssr"))]
    pub(crate) fn reload();
}

/// Calls a function that [`watch`] answered.
pub(crate) fn stop(watching: &JsValue) {
    use leptos::web_sys::js_sys::Function;

    let stop: &Function = watching.unchecked_ref();
    // Stopping only takes listeners away: there is nothing to do about a failure.
    drop(stop.call0(&JsValue::NULL));
}
