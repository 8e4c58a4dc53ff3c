// <askwell-figure link="C=1.2" views="curve+policy"></askwell-figure>: a figure of Askwell in any page.
//
// It builds its frame when it comes near, keeps it as high as the figure, and fires `ready`, `state` and `refused`, which
// bubble. `figure.set({ C: 0.5 })` sets it by the keys of a link, `figure.set("C=0.5&rule=paper")` as a link does; what
// is set before the frame listens is kept until it does. `figure.state` is the last state it told, `await figure.ready`
// the moment it listens. The figures of one page share nothing.
//
// It works as a module, as a plain script and where a notebook drops `type="module"`, so it cannot say `import.meta`.
(() => {
  if (customElements.get("askwell-figure")) return;

  // Where this file is: of a plain script its element says so, of a module the place in which an error is made.
  const own = document.currentScript?.src
    || new Error().stack?.match(/(?:https?|file):\/\/[^\s()@]*askwell-figure\.js/)?.[0]
    || document.querySelector("script[src*='askwell-figure.js']")?.src;
  const HOME = new URL(".", own || document.baseURI);
  const NEAR = "800px";
  const KINDS = ["ready", "state", "refused"];

  class AskwellFigure extends HTMLElement {
    static observedAttributes = ["link", "views"];
    #frame = null;
    #near = null;
    #hears = false;
    #waiting = [];
    #state = null;
    #ready = Promise.withResolvers?.() ?? resolvers();
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
      this.#hears = false;
    }

    attributeChangedCallback() {
      // Another fragment of the same document: `src` would add a step to the history of the page around.
      this.#frame?.contentWindow?.location.replace(this.#address());
    }

    /** The last state that the figure told; null before the first. */
    get state() {
      return this.#state;
    }

    /** Resolves once the figure can be set. */
    get ready() {
      return this.#ready.promise;
    }

    /** Sets the figure by the keys of a link: `set({ C: 1.2, rule: "paper" })` or `set("C=1.2&rule=paper")`. */
    set(set) {
      if (this.#hears) this.#post(set);
      else this.#waiting.push(set);
    }

    #post(set) {
      this.#frame.contentWindow.postMessage({ askwell: 1, type: "set", set }, this.#isSandboxed() ? "*" : HOME.origin);
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
      const isKnown = origin === HOME.origin || (this.#isSandboxed() && origin === "null");
      if (!isOurs || !isKnown || data?.askwell !== 1) return;
      if (data.type === "height" && Number.isFinite(data.height)) this.#frame.height = String(Math.min(Math.ceil(data.height), 8000));
      if (data.type === "state") this.#state = data.state;
      if (data.type === "ready") this.#listens(data);
      if (KINDS.includes(data.type)) this.dispatchEvent(new CustomEvent(data.type, { detail: data, bubbles: true, composed: true }));
    }

    #listens(data) {
      this.#hears = true;
      this.#ready.resolve(data);
      for (const set of this.#waiting.splice(0)) this.#post(set);
    }
  }

  function resolvers() {
    const made = {};
    made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
    return made;
  }

  customElements.define("askwell-figure", AskwellFigure);
})();
