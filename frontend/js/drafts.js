/**
 * Drafts of notes in this browser, so that a crash, a reload or a dead network loses nothing.
 * They are sealed with a key that a script can use but never read out.
 */
const encoder = new TextEncoder();
const decoder = new TextDecoder();
let opened = null;

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("draagvlak", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("keys");
      request.result.createObjectStore("drafts");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function key() {
  const store = async (mode) => (await database()).transaction("keys", mode).objectStore("keys");
  const found = await done((await store("readonly")).get("notes"));
  if (found) return found;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  // Another tab may have been first; the one that is stored counts.
  await done((await store("readwrite")).add(made, "notes")).catch(() => null);
  return done((await store("readonly")).get("notes"));
}

/** Anything that JSON can hold, sealed under a name. */
export async function seal(name, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const options = { name: "AES-GCM", iv, additionalData: encoder.encode(name) };
  return { iv, sealed: await crypto.subtle.encrypt(options, await key(), encoder.encode(JSON.stringify(value))) };
}

/** What was sealed under a name, or null when it does not open. */
export async function unseal(name, { iv, sealed }) {
  try {
    const options = { name: "AES-GCM", iv, additionalData: encoder.encode(name) };
    return JSON.parse(decoder.decode(await crypto.subtle.decrypt(options, await key(), sealed)));
  } catch {
    return null;
  }
}

/** Seal and keep a draft: `{text, version, base, page}`. */
export async function keepDraft(name, draft) {
  const kept = { ...(await seal(name, draft)), at: Date.now() };
  const drafts = (await database()).transaction("drafts", "readwrite").objectStore("drafts");
  await done(drafts.put(kept, name));
}

/** The draft by this name, or null when there is none (or none that opens). */
export async function readDraft(name) {
  const drafts = (await database()).transaction("drafts").objectStore("drafts");
  const found = await done(drafts.get(name));
  return found ? unseal(name, found) : null;
}

/** Forget a draft. */
export async function dropDraft(name) {
  const drafts = (await database()).transaction("drafts", "readwrite").objectStore("drafts");
  await done(drafts.delete(name));
}

/** Forget every draft and the key that they are sealed with: somebody signs out here. */
export async function forgetDrafts() {
  const stores = ["drafts", "keys"];
  const clearing = (await database()).transaction(stores, "readwrite");
  await Promise.all(stores.map((name) => done(clearing.objectStore(name).clear())));
}
