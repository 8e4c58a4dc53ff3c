// What Rust cannot say: a dynamic import, and a moment that has passed.
export const load = url => import(url);
export const after = ms => new Promise(done => setTimeout(done, ms));
