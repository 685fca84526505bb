// Makes the application's pages better; they are complete without it. Fields are called as advertisers like, and a form
// answers to its fields' names: nothing is asked of the form itself.
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
  var action = Element.prototype.getAttribute.call(form, "action");

  // City and state follow the ZIP while nobody wrote something else there.
  var zip = document.querySelector("[data-zip]");
  if (zip) {
    var city = document.querySelector("[name=city]");
    var state = document.querySelector("[name=state]");
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

  // Questions appear and go with the answers they hang on: the server shows the page as it would be, so that its rules
  // are written once. What was entered in a question that goes is there again when it comes back.
  var looking = null;
  var away = {};
  function look() {
    if (looking) {
      looking.abort();
    }
    looking = new AbortController();
    var entered = new FormData();
    new FormData(form).forEach(function (value, name) {
      if (typeof value === "string") {
        entered.append(name, value);
      }
    });
    entered.append("__look", "1");
    fetch(action, { method: "POST", body: entered, signal: looking.signal })
      .then(function (answer) { return answer.ok ? answer.text() : ""; })
      .then(function (html) { follow(new DOMParser().parseFromString(html, "text/html")); })
      .catch(function () { /* the page is shown again when it is sent */ });
  }
  function follow(page) {
    var due = page.querySelectorAll("[data-part]");
    var last = null;
    var names = {};
    due.forEach(function (part) {
      var name = part.getAttribute("data-part");
      var own = document.querySelector("[data-part=" + name + "]");
      if (!own) {
        own = away[name] || document.importNode(part, true);
        if (last) {
          last.after(own);
        } else {
          document.querySelector("[data-part]").before(own);
        }
      }
      names[name] = true;
      last = own;
    });
    if (!last) {
      return;
    }
    document.querySelectorAll("[data-part]").forEach(function (part) {
      var name = part.getAttribute("data-part");
      if (!names[name]) {
        away[name] = part;
        part.remove();
      }
    });
    document.querySelector("[name=__shown]").value = page.querySelector("[name=__shown]").value;
    button.textContent = page.querySelector(".steps button").textContent;
  }
  document.addEventListener("change", function (event) {
    if (event.target.closest("[data-asks]")) {
      look();
    }
  });

  // A second tap sends nothing, for a while: who lost the connection and stopped the page may send it again, and so may
  // who comes back to it.
  var button = document.querySelector(".steps button");
  var sent = 0;
  document.addEventListener("submit", function (event) {
    if (sent) {
      event.preventDefault();
      return;
    }
    button.setAttribute("aria-disabled", "true");
    sent = setTimeout(wake, 5000);
  });
  function wake() {
    clearTimeout(sent);
    sent = 0;
    button.removeAttribute("aria-disabled");
  }
  window.addEventListener("pageshow", wake);
})();
