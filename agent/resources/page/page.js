// Keeps the page up to date: fetches it again when the agent says that there is something new, and changes only what
// differs, so that focus, selection, scroll position and opened details stay where they are. And it searches the page.
"use strict";
(() => {
  const POLL = 5000; // where the agent cannot be listened to
  const QUIET = 30000; // an evaluation comes every 15 s at the latest, and each is told
  const LISTEN_AGAIN = 60000;
  const LEAST_GAP = 1000; // between two updates; ten times as long as one takes, so that a large page stays usable
  const byId = (id) => document.getElementById(id);
  const main = document.querySelector("main");

  // --- changing what differs ---------------------------------------------------------------------------------------

  const KEPT = new Set(["find", "hits"]); // what the reader has typed, and what it came to
  const ours = (element, name) => name === "data-out" || (element.nodeName === "DETAILS" && name === "open");

  function morph(have, want) {
    if (have.nodeType !== want.nodeType || have.nodeName !== want.nodeName) {
      have.replaceWith(want);
      return;
    }
    if (have.nodeType !== Node.ELEMENT_NODE) {
      if (have.data !== want.data) have.data = want.data;
      return;
    }
    if (KEPT.has(have.id)) return;
    for (const { name } of [...have.attributes]) {
      if (!want.hasAttribute(name) && !ours(have, name)) have.removeAttribute(name);
    }
    for (const { name, value } of want.attributes) {
      if (have.getAttribute(name) !== value && !ours(have, name)) have.setAttribute(name, value);
    }
    morphChildren(have, want);
  }

  function morphChildren(have, want) {
    const known = new Map([...have.children].filter((child) => child.id).map((child) => [child.id, child]));
    let at = have.firstChild;
    for (const wanted of [...want.childNodes]) {
      let match = null;
      if (wanted.id) match = known.get(wanted.id) || null;
      else if (at && !at.id && at.nodeName === wanted.nodeName) match = at;
      if (!match) {
        have.insertBefore(wanted, at);
      } else {
        if (match === at) at = at.nextSibling;
        else if (have.moveBefore) have.moveBefore(match, at);
        else have.insertBefore(match, at);
        morph(match, wanted);
      }
    }
    while (at) {
      const next = at.nextSibling;
      at.remove();
      at = next;
    }
  }

  // --- asking for the page -----------------------------------------------------------------------------------------

  const offline = byId("offline");
  const isOff = () => paused || document.hidden;
  let paused = false;
  let busy = false;
  let again = false;
  let last = new Date();

  async function ask() {
    again = busy;
    if (busy || isOff()) return;
    busy = true;
    let took = 0;
    try {
      const response = await fetch(location.pathname, { cache: "no-store", signal: AbortSignal.timeout(10000) });
      if (!response.ok) throw new Error(`the agent answered ${response.status}`);
      const text = await response.text();
      const began = performance.now();
      if (!isOff()) show(text);
      took = performance.now() - began;
      last = new Date();
      offline.hidden = true;
    } catch {
      const time = last.toISOString().slice(11, 19);
      const text = `No news from the agent since ${time} UTC: what you see is from then. It is asked again every 5 s.`;
      if (offline.textContent !== text) offline.textContent = text; // said once, not at every attempt
      offline.hidden = false;
    }
    setTimeout(() => {
      busy = false;
      if (again) ask();
    }, Math.max(LEAST_GAP, 10 * took));
  }

  function show(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const wanted = page.querySelector("main");
    if (!wanted) throw new Error("the answer is not this page");
    morph(main, wanted);
    morph(document.querySelector("footer"), page.querySelector("footer"));
    document.title = page.title;
    filter();
  }

  // --- when to ask -------------------------------------------------------------------------------------------------

  const mode = byId("mode");
  const pause = byId("pause");
  let events = null;
  let quiet = 0;
  let polling = 0;
  let listening = 0;

  function stop() {
    if (events) events.close();
    events = null;
    clearTimeout(quiet);
    clearInterval(polling);
    clearTimeout(listening);
  }

  function listen() {
    stop();
    if (isOff()) return;
    events = new EventSource("api/v1/events");
    events.onerror = () => {
      // One that is refused, since there are too many, is closed; one that has ended is opened again by the browser.
      if (events.readyState === EventSource.CLOSED) poll();
      else ask();
    };
    events.onopen = () => {
      mode.textContent = "live";
    };
    events.addEventListener("evaluation", heard);
    quiet = setTimeout(poll, QUIET);
  }

  function heard() {
    clearTimeout(quiet);
    quiet = setTimeout(poll, QUIET);
    ask();
  }

  function poll() {
    stop();
    if (isOff()) return;
    mode.textContent = `every ${POLL / 1000} s`;
    ask();
    polling = setInterval(ask, POLL);
    listening = setTimeout(listen, LISTEN_AGAIN);
  }

  function resume() {
    stop();
    if (isOff()) return;
    ask();
    listen();
  }

  pause.hidden = false;
  pause.addEventListener("click", () => {
    paused = !paused;
    pause.textContent = paused ? "Resume" : "Pause";
    pause.setAttribute("aria-label", `${pause.textContent} updates`);
    document.body.classList.toggle("paused", paused);
    if (paused) mode.textContent = "paused";
    resume();
  });
  document.addEventListener("visibilitychange", resume);

  // --- searching ---------------------------------------------------------------------------------------------------

  const search = byId("search");
  const state = byId("show");
  const verdict = byId("verdict");
  const clear = byId("clear");
  const hits = byId("hits");
  const opened = new WeakSet(); // details that were closed before the search
  let saying = 0;
  let missing = ""; // what the address names and the page does not have

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const on = words.length > 0 || state.value !== "" || verdict.value !== "";
    let all = 0;
    let left = 0;
    for (const item of main.querySelectorAll("[data-state]")) {
      const fits = !on || matches(item, words);
      item.toggleAttribute("data-out", !fits);
      all += 1;
      if (fits) left += 1;
    }
    for (const group of main.querySelectorAll("section, details, table, ul, .plots")) {
      const empty = on && group.querySelector("[data-state]") && !group.querySelector("[data-state]:not([data-out])");
      group.toggleAttribute("data-out", Boolean(empty));
      if (group.nodeName === "DETAILS") unfold(group, on && !empty && group.querySelector("[data-state]"));
    }
    clear.hidden = !on;
    document.body.classList.toggle("filtered", on);
    say(!on ? missing : left === 0 ? "Nothing on this page matches." : `${left} of ${all} shown.`);
  }

  function matches(item, words) {
    if (state.value !== "" && item.dataset.state !== state.value) return false;
    if (verdict.value !== "" && item.dataset.verdict !== verdict.value) return false;
    if (words.length === 0) return true;
    const text = item.textContent.toLowerCase();
    return words.every((word) => text.includes(word));
  }

  function unfold(details, wanted) {
    if (wanted && !details.open) {
      details.open = true;
      opened.add(details);
    } else if (!wanted && opened.delete(details)) {
      details.open = false;
    }
  }

  // A moment after the last key, or a screen reader would read every count on the way.
  function say(text) {
    clearTimeout(saying);
    saying = setTimeout(() => {
      if (hits.textContent !== text) hits.textContent = text;
    }, 250);
  }

  function changed() {
    const query = new URLSearchParams();
    if (search.value) query.set("q", search.value);
    if (state.value) query.set("show", state.value);
    if (verdict.value) query.set("verdict", verdict.value);
    history.replaceState(null, "", location.pathname + (query.size > 0 ? `?${query}` : "") + location.hash);
    filter();
  }

  function reset() {
    search.value = state.value = verdict.value = "";
    changed();
  }

  const find = byId("find");
  const query = new URLSearchParams(location.search);
  search.value = query.get("q") || "";
  state.value = query.get("show") || "";
  verdict.value = query.get("verdict") || "";
  for (const choice of [state, verdict]) if (choice.selectedIndex < 0) choice.value = "";
  find.hidden = false;
  find.addEventListener("input", changed);
  find.addEventListener("submit", (event) => event.preventDefault());
  clear.addEventListener("click", () => {
    reset();
    search.focus();
  });
  document.addEventListener("keydown", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "/" && plain && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.nodeName)) {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "Escape" && document.body.classList.contains("filtered")) {
      reset();
    }
  });

  // --- what the address names --------------------------------------------------------------------------------------

  function follow() {
    let name = location.hash.slice(1);
    try {
      name = decodeURIComponent(name);
    } catch {
      // not encoded, so it is meant as it is
    }
    const target = name ? byId(name) : null;
    missing = !target && name.includes("=") ? `${name.slice(0, 100)} is not on this page.` : "";
    if (missing || target?.closest("[data-out]")) reset();
    if (!target) return;
    for (let at = target; at; at = at.parentElement) if (at.nodeName === "DETAILS") at.open = true;
    target.scrollIntoView();
  }

  filter();
  follow();
  window.addEventListener("hashchange", follow);
  listen();
})();
