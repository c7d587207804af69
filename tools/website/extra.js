"use strict";
/* A table that is wider than the screen scrolls within itself: by the keyboard too. */
new MutationObserver(() => {
  for (const wrap of document.querySelectorAll(".md-typeset__scrollwrap:not([tabindex])")) wrap.tabIndex = 0;
}).observe(document.documentElement, { childList: true, subtree: true });
