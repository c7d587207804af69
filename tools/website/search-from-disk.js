"use strict";
/* A page from a disk may start no worker: a frame of its own runs the script instead, and passes the same messages. */
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      frame.title = "Search";
      const ready = new Promise(done => {
        const start = () => {
          document.body.append(frame);
          const within = frame.contentWindow;
          within.postMessage = data => this.tell(new MessageEvent("message", { data }));
          within.importScripts = () => {};
          const script = within.document.createElement("script");
          script.src = url;
          script.onload = () => done(within);
          script.onerror = () => this.tell(new ErrorEvent("error", { message: `${url} cannot be read` }));
          within.document.body.append(script);
        };
        if (document.body) start(); else addEventListener("DOMContentLoaded", start);
      });
      this.postMessage = data => ready.then(within => within.dispatchEvent(new within.MessageEvent("message", { data })));
      this.terminate = () => frame.remove();
    }
    tell(event) {
      this.dispatchEvent(event);
      this[`on${event.type}`]?.(event);
    }
  };
}
