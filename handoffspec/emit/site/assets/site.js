// What the pages do beyond being read. Without it everything is there all the same: the tables say what the pictures show.
"use strict";
(() => {
  const all = (what, within = document) => [...within.querySelectorAll(what)];

  // A line of the crossing, its row in the table, and its rule in the panel: pointing at one shows the others.
  const lines = all(".line[data-line]");
  const group = document.querySelector(".lines");
  const hint = document.querySelector(".details .hint");
  const choose = (number) => {
    group?.classList.toggle("has-choice", number !== null);
    for (const one of all(".line[data-line], tr[data-line]")) one.classList.toggle("is-chosen", one.dataset.line === number);
    for (const one of all(".details article")) one.hidden = one.dataset.line !== number;
    if (hint) hint.hidden = number !== null;
  };
  for (const one of all(".line[data-line], tr[data-line]")) {
    one.addEventListener("pointerenter", () => choose(one.dataset.line));
    one.addEventListener("focus", () => choose(one.dataset.line));
    one.addEventListener("click", () => choose(one.dataset.line));
  }
  const walk = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  lines.forEach((line, at) => line.addEventListener("keydown", (event) => {
    if (event.key === "Escape") choose(null);
    const to = event.key === "Home" ? 0 : event.key === "End" ? lines.length - 1 : at + (walk[event.key] ?? 0);
    if (to === at || !lines[to]) return;
    event.preventDefault();
    line.tabIndex = -1;
    lines[to].tabIndex = 0;
    lines[to].focus();
  }));

  // A row of the status map and its line.
  const answers = document.querySelector(".answers");
  for (const one of all("[data-row]")) {
    const show = (chosen) => {
      answers?.classList.toggle("has-choice", chosen);
      for (const other of all("[data-row]")) other.classList.toggle("is-chosen", chosen && other.dataset.row === one.dataset.row);
    };
    one.addEventListener("pointerenter", () => show(true));
    one.addEventListener("pointerleave", () => show(false));
  }

  // A history, step by step, in the picture above it.
  const stand = (step, before) => {
    for (const side of ["source", "destination"]) {
      for (const state of all(`.state[data-side="${side}"]`)) state.classList.toggle("is-here", !!step && state.dataset.status === step.dataset[side]);
    }
    for (const move of all(".move")) {
      const side = move.closest("g.moves") === all("g.moves")[0] ? "source" : "destination";
      move.classList.toggle("is-taken", !!step && !!before && move.dataset.from === before.dataset[side] && move.dataset.to === step.dataset[side]);
    }
  };
  // While a history is played the picture stays in sight, however far down the history stands.
  const stage = document.querySelector(".picture.lifecycles")?.closest("figure");
  for (const history of all(".history")) {
    const steps = all("ol > li", history);
    const player = history.querySelector(".player");
    let at = -1;
    let timer = 0;
    const go = (to) => {
      stage?.classList.add("is-playing");
      at = Math.max(0, Math.min(steps.length - 1, to));
      for (const other of all(".history li")) { other.classList.remove("is-now"); other.removeAttribute("aria-current"); }
      steps[at].classList.add("is-now");
      steps[at].setAttribute("aria-current", "step");
      stand(steps[at], steps[at - 1]);
    };
    const play = player.querySelector('[data-go="play"]');
    const stop = () => { clearInterval(timer); timer = 0; play.textContent = "Play"; };
    player.hidden = false;
    player.addEventListener("click", (event) => {
      const what = event.target.dataset.go;
      if (what === "on") { stop(); go(at + 1); }
      if (what === "back") { stop(); go(at - 1); }
      if (what !== "play") return;
      if (timer) return stop();
      play.textContent = "Stop";
      go(at >= steps.length - 1 ? 0 : at + 1);
      timer = setInterval(() => { if (at >= steps.length - 1) stop(); else go(at + 1); }, 1400);
    });
  }
})();
