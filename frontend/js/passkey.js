/**
 * <passkey-form kind="make|give|sign-in"> around a form with a hidden [name=credential]: pressing its
 * button asks the device for a passkey, and sends it. Loaded only on the pages that have one.
 */
import { element, find } from "./page.js";

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function words(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function make({ publicKey }) {
  const options = {
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    user: { ...publicKey.user, id: bytes(publicKey.user.id) },
    excludeCredentials: known(publicKey.excludeCredentials),
  };
  return navigator.credentials.create({ publicKey: options });
}

async function give({ publicKey }) {
  const options = { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: known(publicKey.allowCredentials) };
  return navigator.credentials.get({ publicKey: options });
}

function written(credential) {
  const answer = credential.response;
  const response = { clientDataJSON: words(answer.clientDataJSON) };
  if (answer.attestationObject) response.attestationObject = words(answer.attestationObject);
  if (answer.authenticatorData) response.authenticatorData = words(answer.authenticatorData);
  if (answer.signature) response.signature = words(answer.signature);
  if (answer.userHandle) response.userHandle = words(answer.userHandle);
  return JSON.stringify({
    id: credential.id,
    rawId: words(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: answer.attestationObject ? { clientDataJSON: response.clientDataJSON, attestationObject: response.attestationObject } : response,
  });
}

class PasskeyForm extends HTMLElement {
  connectedCallback() {
    this.hidden = !globalThis.PublicKeyCredential && this.getAttribute("kind") === "sign-in";
    const form = find("form", this);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask(form);
    });
  }

  async options() {
    const given = find("script[type='application/json']", this);
    if (given) return Object.values(JSON.parse(given.textContent))[0];
    const answer = await fetch(find("form", this).action, { headers: { Accept: "application/json" } });
    return (await answer.json()).request_options;
  }

  async ask(form) {
    const trouble = find("[role=alert][hidden], [role=alert].shown", this);
    try {
      const options = await this.options();
      const credential = this.getAttribute("kind") === "make" ? await make(options) : await give(options);
      find("[name=credential]", form).value = written(credential);
      form.submit();
    } catch {
      if (!trouble) return;
      trouble.hidden = false;
      trouble.classList.add("shown");
      trouble.replaceChildren(element("span", {}, this.dataset.failed ?? ""));
    }
  }
}

customElements.define("passkey-form", PasskeyForm);
