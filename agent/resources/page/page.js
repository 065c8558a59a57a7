// Keeps the page up to date: fetches it again and changes only what differs, so that focus, selection, scroll position
// and opened details stay where they are.
"use strict";
(() => {
  const EVERY = 5000;
  const offline = document.getElementById("offline");
  const pause = document.getElementById("pause");
  let paused = false;
  let timer = 0;
  let last = new Date();

  function morph(have, want) {
    if (have.nodeType !== want.nodeType || have.nodeName !== want.nodeName) {
      have.replaceWith(want);
      return;
    }
    if (have.nodeType !== Node.ELEMENT_NODE) {
      if (have.data !== want.data) have.data = want.data;
      return;
    }
    for (const { name } of [...have.attributes]) {
      if (!want.hasAttribute(name) && !(have.nodeName === "DETAILS" && name === "open")) have.removeAttribute(name);
    }
    for (const { name, value } of want.attributes) {
      if (have.getAttribute(name) !== value) have.setAttribute(name, value);
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

  async function update() {
    clearTimeout(timer);
    try {
      const response = await fetch(location.pathname, { cache: "no-store", signal: AbortSignal.timeout(10000) });
      if (!response.ok) throw new Error(`the agent answered ${response.status}`);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const main = page.querySelector("main");
      if (!main) throw new Error("the answer is not this page");
      morph(document.querySelector("main"), main);
      morph(document.querySelector("footer"), page.querySelector("footer"));
      document.title = page.title;
      last = new Date();
      offline.hidden = true;
    } catch (error) {
      const time = last.toISOString().slice(11, 19);
      offline.textContent = `No news from the agent since ${time} UTC: what you see is from then. It is asked again every 5 s.`;
      offline.hidden = false;
    }
    plan();
  }

  function plan() {
    clearTimeout(timer);
    if (!paused && !document.hidden) timer = setTimeout(update, EVERY);
  }

  pause.hidden = false;
  pause.addEventListener("click", () => {
    paused = !paused;
    pause.textContent = paused ? "Resume" : "Pause";
    pause.setAttribute("aria-label", `${pause.textContent} updates`);
    document.body.classList.toggle("paused", paused);
    if (paused) clearTimeout(timer);
    else update();
  });
  document.addEventListener("visibilitychange", () => {
    if (!paused && !document.hidden) update();
  });
  plan();
})();
