// Saves a buyer's draft while they write. The page does all that it does without this script, too.
//
// A form with `data-autosave="<address>"` is posted there two seconds after the last change. An element
// with `data-autosave-status` in it gets its own `data-saved` or `data-failed` text.

const PAUSE = 2000;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const status = form.querySelector("[data-autosave-status]");
  let timer;
  let saving = null;

  const save = async () => {
    const body = new URLSearchParams(new FormData(form));
    // A slow answer to an older draft must not overtake a newer one.
    saving?.abort();
    saving = new AbortController();
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body,
        headers: { "x-autosave": "1" },
        redirect: "manual",
        signal: saving.signal,
      });
      say(answer.ok ? "saved" : "failed");
    } catch (error) {
      if (error.name !== "AbortError") say("failed");
    }
  };

  const say = (outcome) => {
    if (status) status.textContent = status.dataset[outcome] ?? "";
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  // What the form sends itself is the newer word.
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    saving?.abort();
  });
}
