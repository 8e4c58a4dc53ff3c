const data = JSON.parse(document.getElementById("askwell").textContent);
const range = document.querySelector("input"), said = document.querySelector("output");
const places = document.querySelectorAll("svg.fig");
const show = i => {
  data.views.forEach((frames, k) => { places[k].innerHTML = frames[i].map(j => data.pool[j]).join(""); });
  said.textContent = data.said[i];
};
range.addEventListener("input", () => show(range.valueAsNumber));
range.max = data.said.length - 1;
range.value = data.now;
range.parentElement.hidden = false;
