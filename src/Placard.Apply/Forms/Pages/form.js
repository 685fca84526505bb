// Makes the application's pages better; they are complete without it.
(function () {
  "use strict";
  var form = document.querySelector("form");
  var summary = document.getElementById("summary");
  if (summary) {
    summary.focus();
  }
  if (!form) {
    return;
  }

  // City and state follow the ZIP while nobody wrote something else there.
  var zip = form.querySelector("[data-zip]");
  if (zip) {
    var city = form.elements.city;
    var state = form.elements.state;
    var filled = { city: "", state: "" };
    zip.addEventListener("input", function () {
      var digits = zip.value.trim().slice(0, 5);
      if (!/^[0-9]{5}$/.test(digits)) {
        return;
      }
      fetch(zip.getAttribute("data-zip") + digits, { credentials: "omit" })
        .then(function (answer) { return answer.ok ? answer.json() : null; })
        .then(function (place) {
          if (!place || zip.value.trim().slice(0, 5) !== digits) {
            return;
          }
          if (city.value.trim() === filled.city) {
            filled.city = city.value = place.city;
          }
          if (state.value.trim() === filled.state) {
            filled.state = state.value = place.state;
          }
        })
        .catch(function () { /* the server fills them in when the page is sent */ });
    });
  }

  // A second tap sends nothing; a page that comes back from the browser's memory can be sent again.
  var button = form.querySelector("button");
  var sent = false;
  form.addEventListener("submit", function (event) {
    if (sent) {
      event.preventDefault();
      return;
    }
    sent = true;
    button.setAttribute("aria-disabled", "true");
  });
  window.addEventListener("pageshow", function () {
    sent = false;
    button.removeAttribute("aria-disabled");
  });
})();
