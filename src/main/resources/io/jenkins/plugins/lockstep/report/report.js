"use strict";
(function () {
  function openTarget() {
    var id = decodeURIComponent(location.hash.slice(1));
    var target = id && document.getElementById(id);
    if (target && target.tagName === "DETAILS") {
      target.open = true;
      target.scrollIntoView();
    }
  }
  addEventListener("hashchange", openTarget);
  openTarget();

  var opened = [];
  addEventListener("beforeprint", function () {
    opened = Array.prototype.slice.call(document.querySelectorAll("details:not([open])"));
    opened.forEach(function (one) { one.open = true; });
  });
  addEventListener("afterprint", function () {
    opened.forEach(function (one) { one.open = false; });
  });

  if (navigator.clipboard) {
    document.querySelectorAll("code.copy").forEach(function (code) {
      if (!code.textContent) { return; }
      var button = document.createElement("button");
      button.type = "button";
      button.className = "do-copy";
      button.textContent = "copy";
      button.setAttribute("aria-label", "copy " + code.textContent);
      button.addEventListener("click", function () {
        navigator.clipboard.writeText(code.textContent).then(function () {
          button.textContent = "copied";
        });
      });
      code.after(button);
    });
  }
})();
