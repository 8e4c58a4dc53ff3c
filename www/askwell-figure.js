// <askwell-figure link="C=1.2" views="curve+policy"></askwell-figure>: a figure of Askwell in any page.
//
// It builds its frame when it comes near, keeps it as high as the figure, and fires `ready`, `state` and `refused`.
// `figure.set({ C: 0.5 })` sets it by the keys of a link. The figures of one page share nothing.
const HOME = new URL(".", import.meta.url);
const NEAR = "800px";

class AskwellFigure extends HTMLElement {
  static observedAttributes = ["link", "views"];
  #frame = null;
  #near = null;
  #hear = event => this.#heard(event);

  connectedCallback() {
    this.style.display = "block";
    addEventListener("message", this.#hear);
    this.#near = new IntersectionObserver(seen => {
      if (seen.some(one => one.isIntersecting)) this.#build();
    }, { rootMargin: NEAR });
    this.#near.observe(this);
  }

  disconnectedCallback() {
    removeEventListener("message", this.#hear);
    this.#near?.disconnect();
    this.#frame?.remove();
    this.#frame = null;
  }

  attributeChangedCallback() {
    if (this.#frame) this.#frame.src = this.#address();
  }

  /** Sets the figure by the keys of a link: `set({ C: 1.2, rule: "paper" })`. */
  set(set) {
    this.#frame?.contentWindow.postMessage({ askwell: 1, type: "set", set }, this.#isSandboxed() ? "*" : HOME.origin);
  }

  #isSandboxed() {
    return this.hasAttribute("sandbox");
  }

  #address() {
    const link = (this.getAttribute("link") ?? "").replace(/^#/, "");
    return new URL("./#" + (link || "v=1") + "&embed=" + (this.getAttribute("views") ?? "curve"), HOME).href;
  }

  #build() {
    this.#near.disconnect();
    const frame = document.createElement("iframe");
    frame.title = this.title || "Askwell: when should an agent ask for help?";
    frame.width = "100%";
    frame.height = this.getAttribute("height") ?? "480";
    frame.setAttribute("frameborder", "0");
    frame.allow = "clipboard-write";
    if (this.#isSandboxed()) frame.setAttribute("sandbox", this.getAttribute("sandbox") || "allow-scripts allow-popups");
    frame.src = this.#address();
    this.#frame = frame;
    this.replaceChildren(frame);
  }

  #heard({ source, origin, data }) {
    const isOurs = source && source === this.#frame?.contentWindow;
    if (!isOurs || origin !== (this.#isSandboxed() ? "null" : HOME.origin) || data?.askwell !== 1) return;
    if (data.type === "height" && Number.isFinite(data.height)) this.#frame.height = String(Math.min(Math.ceil(data.height), 4000));
    if (["ready", "state", "refused"].includes(data.type)) this.dispatchEvent(new CustomEvent(data.type, { detail: data }));
  }
}

customElements.define("askwell-figure", AskwellFigure);
