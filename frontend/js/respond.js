// Saves a buyer's draft while they write, and moves choices between places. The pages do without it.
//
// A form with `data-autosave="<address>"` is posted there two seconds after the last change. An element
// with `data-autosave-status` in it gets its own `data-saved` or `data-failed` text.
// In an element with `data-ranks`, a choice that is put on a second place changes places with what was
// there; its `role="status"` says so.

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

for (const ranks of document.querySelectorAll("[data-ranks]")) {
  const places = [...ranks.querySelectorAll("select")];
  const status = ranks.querySelector("[role=status]");
  let before = places.map((place) => place.value);

  ranks.addEventListener("change", ({ target }) => {
    const twin = places.find((place) => place !== target && place.value && place.value === target.value);
    if (twin) {
      twin.value = before[places.indexOf(target)];
      const [label] = twin.labels[0].children;
      status.textContent = `${label.textContent}: ${twin.selectedOptions[0].textContent}`;
    }
    before = places.map((place) => place.value);
  });
}
