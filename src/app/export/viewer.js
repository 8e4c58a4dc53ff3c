const data = JSON.parse(document.getElementById("askwell").textContent);
const range = document.querySelector("input"), said = document.querySelector("output");
const digest = document.querySelector("figcaption code"), link = document.querySelector("figcaption a");
const places = document.querySelectorAll("svg.fig");
// The pool begins with the marks of the pictures, a line each.
const pool = [...places].flatMap(place => place.innerHTML.trim().split("\n")).concat(data.pool);
// Each run of marks is where it begins in the pool, and how many there are.
const marks = runs => runs.flatMap((from, k) => k % 2 ? [] : pool.slice(from, from + runs[k + 1])).join("");
const show = i => {
  data.views.forEach((frames, k) => { places[k].innerHTML = marks(frames[i]); });
  said.textContent = data.said[i];
  digest.textContent = data.digests[i];
  if (link) link.hash = data.links[i];
  range.setAttribute("aria-valuetext", data.said[i]);
};
range.addEventListener("input", () => show(range.valueAsNumber));
range.max = data.said.length - 1;
range.value = data.now;
range.setAttribute("aria-valuetext", data.said[data.now]);
range.parentElement.hidden = false;
