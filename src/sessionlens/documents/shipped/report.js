// Words light up while they are heard; keys, order and counts. Without it the page still works.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const by = (id) => document.getElementById(id);
  const moments = all(".moment").sort((a, b) => a.dataset.number - b.dataset.number);
  const clipOf = (moment) => moment.querySelector("audio.clip");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const times = (element) => element.dataset.t.split(" ").map(Number);
  let current = null;
  let playingAll = false;
  let pause = 0;

  document.documentElement.classList.add("has-script");
  for (const element of all(".scripted")) element.hidden = false;

  // Which word is heard.
  const follow = (audio) => {
    const moment = audio.closest(".moment");
    const words = all(".word", moment).map((word) => [...times(word), word]);
    let lit = null;
    const step = () => {
      const now = audio.currentTime * 1000;
      let found = null;
      for (const [start, end, word] of words) if (start <= now && now < end) found = word;
      if (found !== lit) {
        if (lit) lit.classList.remove("heard");
        if (found) found.classList.add("heard");
        lit = found;
      }
      if (!audio.paused && !audio.ended) requestAnimationFrame(step);
      else if (lit && audio.ended) lit.classList.remove("heard");
    };
    step();
  };

  const isShown = (moment) => moment.getClientRects().length > 0;
  const inOrder = () => all(".moment").filter(isShown);

  const play = (moment, at) => {
    const audio = clipOf(moment);
    if (!audio) return;
    if (at !== undefined) audio.currentTime = at / 1000;
    audio.play().catch(() => {});
  };

  const go = (moment, from) => {
    current = moment;
    moment.scrollIntoView({ block: "start", behavior: still.matches ? "auto" : "smooth" });
    moment.focus({ preventScroll: true });
    play(moment, from);
  };

  const beside = (direction) => {
    const shown = inOrder();
    const at = shown.indexOf(current);
    return at < 0 ? shown[direction > 0 ? 0 : shown.length - 1] : shown[at + direction];
  };

  for (const audio of all("audio")) {
    audio.addEventListener("play", () => {
      clearTimeout(pause);
      for (const other of all("audio")) if (other !== audio) other.pause();
      current = audio.closest(".moment") || current;
      for (const moment of moments) moment.classList.toggle("playing", moment === current);
      if (audio.classList.contains("clip")) follow(audio);
    });
    audio.addEventListener("seeked", () => audio.classList.contains("clip") && follow(audio));
    audio.addEventListener("ended", () => {
      if (current) current.classList.remove("playing");
      const next = playingAll && beside(1);
      if (next) pause = setTimeout(() => go(next, 0), 1500);
      else playingAll = false;
    });
  }

  document.addEventListener("click", (event) => {
    const place = event.target.closest("[data-t]");
    if (place) return play(place.closest(".moment"), times(place)[0]);
    const link = event.target.closest('a[href^="#moment-"]');
    const moment = link && document.querySelector(link.getAttribute("href"));
    if (!moment) return;
    event.preventDefault();
    playingAll = false;
    go(moment, link.id === "begin" ? 0 : undefined);
  });

  if (by("all")) {
    by("all").addEventListener("click", () => {
      playingAll = true;
      const first = inOrder().find(clipOf);
      if (first) go(first, 0);
    });
  }

  // Keys: letters only, never one that the browser uses; a box turns them off.
  document.addEventListener("keydown", (event) => {
    const box = by("keys");
    if (!box || !box.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "n" || event.key === "p") {
      const next = beside(event.key === "n" ? 1 : -1);
      playingAll = false;
      if (next) go(next, 0);
    } else if (event.key === "k") {
      const audio = clipOf(current || inOrder()[0] || document);
      if (!audio) return;
      if (audio.paused) audio.play().catch(() => {});
      else {
        playingAll = false;
        audio.pause();
      }
    } else return;
    event.preventDefault();
  });

  // Order and counts.
  const homes = new Map(moments.map((moment) => [moment, moment.parentNode]));
  const count = () => {
    const shown = inOrder().length;
    by("shown").textContent = shown === moments.length ? "" : `${shown} of ${moments.length} shown`;
  };
  const order = () => {
    const inTime = by("by-time").checked;
    by("sections").hidden = inTime;
    by("ordered").hidden = !inTime;
    for (const moment of moments) (inTime ? by("ordered") : homes.get(moment)).append(moment);
  };
  if (by("by-time")) {
    const form = by("by-time").form;
    form.addEventListener("change", () => {
      order();
      count();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
  }
})();
