const data = JSON.parse(document.getElementById("askwell").textContent);
const range = document.querySelector("input"), said = document.querySelector("output");
const digest = document.querySelector("figcaption code"), link = document.querySelector("figcaption a");
const places = document.querySelectorAll("svg.fig");
const show = i => {
  data.views.forEach((frames, k) => { places[k].innerHTML = frames[i].map(j => data.pool[j]).join(""); });
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
