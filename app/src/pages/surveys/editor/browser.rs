//! What only a browser can do for the editor, as small functions of script; called from effects and events, never while
//! rendering.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r#"
// Moving by hand: whatever has data-grip moves the data-row around it, among the rows whose data-kind it says in
// data-among. The row under the hand says in data-drop where it would land. A finger scrolls, unless it is on a grip.
export function sortable(host, moved) {
    let drag;
    const head = (row) => row.querySelector(":scope > [data-head]") ?? row;
    const clear = () => host.querySelectorAll("[data-drop]").forEach((row) => row.removeAttribute("data-drop"));
    const aim = (y) => {
        let best;
        for (const row of host.querySelectorAll("[data-row]")) {
            if (row === drag.row || drag.row.contains(row) || !drag.among.includes(row.dataset.kind)) continue;
            const box = head(row).getBoundingClientRect();
            const middle = box.top + box.height / 2;
            const distance = Math.abs(y - middle);
            if (!best || distance < best.distance) best = { row, distance, where: y < middle ? "before" : "after" };
        }
        return best;
    };
    const scroller = () => {
        for (let at = host; at; at = at.parentElement) {
            if (at.scrollHeight > at.clientHeight && /auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
        }
        return document.scrollingElement;
    };
    // The click that ends a move opens nothing. Not every move ends with one: the next click is somebody's own.
    const no_click = () => {
        const swallow = (event) => { event.stopPropagation(); event.preventDefault(); };
        addEventListener("click", swallow, true);
        setTimeout(() => removeEventListener("click", swallow, true));
    };
    const end = (take) => {
        const { row, target, is_on, grip, id } = drag;
        drag = undefined;
        clear();
        row.removeAttribute("data-dragged");
        grip.hasPointerCapture?.(id) && grip.releasePointerCapture(id);
        if (is_on) no_click();
        if (take && is_on && target) moved(row.dataset.row, target.row.dataset.row, target.where);
    };
    host.addEventListener("pointerdown", (event) => {
        const grip = event.target.closest?.("[data-grip]");
        if (!grip || !host.contains(grip) || event.button !== 0) return;
        if (grip.dataset.grip === "mouse" && event.pointerType !== "mouse") return;
        const row = grip.closest("[data-row]");
        drag = { row, grip, id: event.pointerId, x: event.clientX, y: event.clientY, among: (row.dataset.among ?? row.dataset.kind).split(" ") };
    });
    host.addEventListener("pointermove", (event) => {
        if (!drag || event.pointerId !== drag.id) return;
        if (!drag.is_on) {
            if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < 5) return;
            drag.is_on = true;
            drag.grip.setPointerCapture(drag.id);
            drag.row.setAttribute("data-dragged", "");
        }
        event.preventDefault();
        const box = scroller();
        const edge = box === document.scrollingElement ? { top: 0, bottom: innerHeight } : box.getBoundingClientRect();
        if (event.clientY < edge.top + 40) box.scrollBy(0, -12);
        if (event.clientY > edge.bottom - 40) box.scrollBy(0, 12);
        clear();
        drag.target = aim(event.clientY);
        drag.target?.row.setAttribute("data-drop", drag.target.where);
    });
    host.addEventListener("pointerup", (event) => { if (drag && event.pointerId === drag.id) end(true); });
    host.addEventListener("pointercancel", (event) => { if (drag && event.pointerId === drag.id) end(false); });
    host.addEventListener("dragstart", (event) => event.preventDefault());
    addEventListener("keydown", (event) => { if (drag?.is_on && event.key === "Escape") { event.stopPropagation(); end(false); } }, true);
}

// What had the focus has it again after the page was drawn, also when it was drawn anew in another place. Views change
// in microtasks: looking in between gives the focus back before the next key is heard, and the frame is for what is
// drawn later.
export function keep_focus() {
    const was = document.activeElement;
    if (!was || was === document.body) return;
    const id = was.id;
    let looks = 50;
    const again = () => {
        if (document.activeElement === was && was.isConnected) return;
        (was.isConnected ? was : document.getElementById(id))?.focus();
    };
    const soon = () => {
        if (document.activeElement === document.body) again();
        if (looks-- > 0) queueMicrotask(soon);
    };
    queueMicrotask(soon);
    requestAnimationFrame(again);
}

// The row that has the focus or is open is never moved in its list: it would lose the focus, and all that is in it be
// styled and laid out anew. The others are moved around it, which makes the same order.
export function hold_still(list) {
    const move = (row, next) => Node.prototype.insertBefore.call(list, row, next);
    const is_held = (row) => row.parentNode === list
        && (row.contains(document.activeElement) || row.querySelector(".question--open") !== null);
    list.insertBefore = (row, next) => {
        if (row.parentNode === list && row.nextSibling === next) return row;
        if (row.nodeType !== Node.ELEMENT_NODE || !is_held(row)) return move(row, next);
        if (next && row.compareDocumentPosition(next) & Node.DOCUMENT_POSITION_PRECEDING) {
            while (row.previousSibling !== next) move(row.previousSibling, row.nextSibling);
            move(next, row.nextSibling);
        } else {
            while (row.nextSibling !== next) move(row.nextSibling, row);
        }
        return row;
    };
}

// The focus goes there as soon as it is drawn: to the thing itself, or to the first field in it.
export function focus_soon(id) {
    let tries = 0;
    const look = () => {
        const found = document.getElementById(id);
        if (!found) { if (tries++ < 20) requestAnimationFrame(look); return; }
        for (let at = found.parentElement; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
        if (!found.matches("a, button, input, select, textarea, summary, [tabindex]")) found.tabIndex = -1;
        found.focus({ preventScroll: true });
        if (found.matches("textarea")) found.setSelectionRange(found.value.length, found.value.length);
        found.scrollIntoView({ block: "nearest" });
    };
    requestAnimationFrame(look);
}

// When what had the focus is gone, it goes to the row of the outline, and where that is not drawn to the button that
// did it.
export function catch_focus(row) {
    let looks = 3;
    const look = () => {
        const at = document.activeElement;
        if (at && at !== document.body) {
            if (looks-- > 0) requestAnimationFrame(look);
            return;
        }
        const found = document.getElementById(row);
        (found?.offsetParent ? found : document.getElementById("undo"))?.focus();
    };
    requestAnimationFrame(look);
}

// The row of a list before or behind the one that has the focus.
export function focus_beside(selector, step) {
    const all = [...document.querySelectorAll(selector)].filter((one) => one.offsetParent);
    const next = all[all.indexOf(document.activeElement) + step];
    next?.focus();
    return next?.id ?? "";
}

export function pasted(event) {
    return event.clipboardData?.getData("text/plain") ?? "";
}

// Letters at the place of the caret, as if they were typed.
export function insert_words(id, words) {
    const field = document.getElementById(id);
    if (!field) return;
    const [from, to] = [field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length];
    field.setRangeText(words, from, to, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
}

// 10:42, as clocks show it where the reader is.
export function clock_time() {
    return new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
}

export function local_time(text) {
    const at = new Date(text);
    const is_today = at.toDateString() === new Date().toDateString();
    const time = at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
    return is_today ? time : `${at.toLocaleDateString([], { day: "numeric", month: "short" })}, ${time}`;
}

const ask = (event) => event.preventDefault();
export function guard_leaving(is_unsaved) {
    removeEventListener("beforeunload", ask);
    if (is_unsaved) addEventListener("beforeunload", ask);
}

// Storage may be full or forbidden: then there is no copy, and nothing else is worse for it.
export function set_aside(key, text) {
    try { sessionStorage.setItem(key, text); } catch { /* as said */ }
}
export function laid_aside(key) {
    try { return sessionStorage.getItem(key) ?? ""; } catch { return ""; }
}
export function forget_aside(key) {
    try { sessionStorage.removeItem(key); } catch { /* as said */ }
}

export function is_hidden() {
    return document.hidden;
}

export function close_dialog(id) {
    document.getElementById(id)?.close();
}

export function close_popover(id) {
    const found = document.getElementById(id);
    if (found?.matches(":popover-open")) found.hidePopover();
}

// A column that is a drawer where there is little room opens; where it stands beside the canvas it is there.
export function open_panel(id) {
    const found = document.getElementById(id);
    if (found && getComputedStyle(found).display === "none") found.showPopover();
}

export function has_dialog() {
    return document.querySelector("dialog[open]") !== null;
}

// Markup of our own server in a tree of its own: with the buyer's style sheet, and away from ours. The colours in it
// come in a style element for another page, whose nonce is not ours.
export function show_apart(host, markup) {
    const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    const next = document.createElement("template");
    next.innerHTML = markup;
    root.adoptedStyleSheets = [...next.content.querySelectorAll("style")].map((style) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(style.textContent);
        style.remove();
        return sheet;
    });
    const [old] = root.children;
    // The style sheet stays, so that nothing flickers.
    if (old?.tagName === "LINK" && next.content.firstElementChild?.tagName === "LINK") {
        next.content.firstElementChild.remove();
        while (root.lastChild !== old) root.lastChild.remove();
        root.append(next.content);
    } else {
        root.replaceChildren(next.content);
    }
}
"#)]
extern "C" {
    pub(super) fn sortable(host: &JsValue, moved: &Closure<dyn Fn(String, String, String)>);
    pub(super) fn keep_focus();
    pub(super) fn hold_still(list: &JsValue);
    pub(super) fn focus_soon(id: &str);
    pub(super) fn catch_focus(row: &str);
    pub(super) fn focus_beside(selector: &str, step: i32) -> String;
    pub(super) fn pasted(event: &JsValue) -> String;
    pub(super) fn insert_words(id: &str, words: &str);
    pub(super) fn clock_time() -> String;
    pub(super) fn local_time(text: &str) -> String;
    pub(super) fn guard_leaving(is_unsaved: bool);
    pub(super) fn set_aside(key: &str, text: &str);
    pub(super) fn laid_aside(key: &str) -> String;
    pub(super) fn forget_aside(key: &str);
    pub(super) fn is_hidden() -> bool;
    pub(super) fn close_dialog(id: &str);
    pub(super) fn close_popover(id: &str);
    pub(super) fn open_panel(id: &str);
    pub(super) fn has_dialog() -> bool;
    pub(super) fn show_apart(host: &JsValue, markup: &str);
}
