// Sends several files with their progress, again when the connection breaks, and takes files that are dropped.
// Every sentence comes from the page; without this script the form works by itself, one file at a time.
(() => {
  "use strict";
  const TRIES = 3;

  for (const form of document.querySelectorAll("form[data-sign-at]")) {
    const input = form.querySelector("input[type=file]");
    const button = form.querySelector("button");
    const says = form.dataset;
    input.multiple = true;
    const list = form.appendChild(document.createElement("ul"));
    list.className = "plain";
    list.setAttribute("aria-live", "polite");
    const hint = document.createElement("p");
    hint.className = "hint";
    hint.textContent = says.drop;
    input.after(hint);

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      sendAll([...input.files]);
    });
    form.addEventListener("dragover", (event) => {
      event.preventDefault();
      says.over = "";
    });
    form.addEventListener("dragleave", () => delete says.over);
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      delete says.over;
      sendAll([...event.dataTransfer.files]);
    });

    async function sendAll(files) {
      if (files.length === 0 || button.disabled) return;
      button.disabled = true;
      let last = null;
      let failed = [];
      for (const file of files) {
        const row = rowOf(file);
        const key = file.size > Number(says.most) ? tooLarge(row) : await sendOne(file, row);
        if (key) last = key;
        else failed.push(file);
      }
      button.disabled = false;
      if (failed.length === 0) location.assign(`${location.pathname}?key=${encodeURIComponent(last)}`);
    }

    function rowOf(file) {
      const row = list.appendChild(document.createElement("li"));
      const name = row.appendChild(document.createElement("span"));
      name.dir = "auto";
      name.textContent = file.name;
      row.append(" ");
      const told = row.appendChild(document.createElement("span"));
      told.textContent = says.sending;
      row.append(" ");
      const bar = row.appendChild(document.createElement("progress"));
      bar.max = 1;
      bar.value = 0;
      bar.setAttribute("aria-label", file.name);
      return { told, bar };
    }

    function tooLarge(row) {
      row.told.textContent = says.larger;
      row.bar.remove();
      return null;
    }

    async function sendOne(file, row) {
      for (let attempt = 1; attempt <= TRIES; attempt += 1) {
        try {
          const key = await send(file, row.bar);
          row.told.textContent = says.sent;
          row.bar.remove();
          return key;
        } catch {
          if (attempt < TRIES) await new Promise((rested) => setTimeout(rested, 1000 * attempt));
        }
      }
      row.told.textContent = says.failed;
      row.bar.remove();
      return null;
    }

    // Each try asks for a form of its own, so one that has expired does no harm.
    async function send(file, bar) {
      const sum = await fingerprint(file);
      const signed = await fetch(says.signAt + (sum ? `?sha256=${encodeURIComponent(sum)}` : ""));
      if (!signed.ok) throw new Error("no form");
      const { action, fields } = await signed.json();
      const body = new FormData();
      for (const [name, value] of fields) body.append(name, value);
      body.append("file", file);
      await new Promise((sent, broken) => {
        const request = new XMLHttpRequest();
        request.upload.onprogress = (event) => {
          if (event.lengthComputable) bar.value = event.loaded / event.total;
        };
        request.onload = () => (request.status === 201 ? sent() : broken(new Error("refused")));
        request.onerror = () => broken(new Error("cut off"));
        request.open("POST", action);
        request.send(body);
      });
      return body.get("key");
    }

    async function fingerprint(file) {
      if (!window.crypto || !crypto.subtle) return null;
      const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      return btoa(String.fromCharCode(...sum));
    }
  }
})();
