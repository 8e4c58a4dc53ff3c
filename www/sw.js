// The page without a network: its own files, kept once they came. Nothing of the reader's is kept.
//
// `cargo xtask dist` writes the names and a digest over their contents below, so every build has a cache of its own.
// The page itself is asked for anew whenever there is a network: a new version shows with the next load, and its
// worker throws the old cache away. Files whose names hold their digest never change and come from the cache.
const VERSION = "unbuilt";
const FIRST = [];
const CACHE = "askwell-" + new URL(registration.scope).pathname + "-" + VERSION;

addEventListener("install", event => event.waitUntil(keepFirst()));
addEventListener("activate", event => event.waitUntil(forgetOld()));
addEventListener("fetch", event => {
  const { method, url, mode } = event.request;
  if (method !== "GET" || !url.startsWith(registration.scope)) return;
  if (mode === "navigate") event.respondWith(newest(event.request));
  else if (isHashed(url)) event.respondWith(kept(event.request));
});

async function keepFirst() {
  await (await caches.open(CACHE)).addAll(FIRST);
  await skipWaiting();
}

async function forgetOld() {
  const ours = CACHE.slice(0, -VERSION.length);
  const old = (await caches.keys()).filter(name => name.startsWith(ours) && name !== CACHE);
  await Promise.all(old.map(name => caches.delete(name)));
  await clients.claim();
}

// The names Trunk and xtask give: a dash, then 16 hexadecimal digits.
function isHashed(url) {
  return /-[0-9a-f]{16}[._/]/.test(new URL(url).pathname);
}

async function newest(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match("./", { ignoreVary: true })) ?? Response.error();
  }
}

async function kept(request) {
  const cache = await caches.open(CACHE);
  const found = await cache.match(request.url, { ignoreVary: true });
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request.url, answer.clone());
  return answer;
}
