/* Questions to the server. An answer that is no longer waited for is let go. */

/** What the server refused: `kind`, a message, near names where there are some, and the status (0: nobody answered). */
export class ApiError extends Error {
  constructor(status, kind, message, suggestions = [], wait = 0) {
    super(message);
    Object.assign(this, { status, kind, suggestions, wait });
  }
}

/** The address of a question; parameters that are null, undefined or empty are left out. */
export function address(path, parameters = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== "") query.set(name, value);
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

async function send(url, options) {
  let response;
  try {
    response = await fetch(url, { credentials: "same-origin", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(0, "Unreachable", "");
  }
  if (response.ok) return response;
  const told = await response.json().then((body) => body.error || {}, () => ({}));
  const wait = Number(response.headers.get("Retry-After")) || 1;
  throw new ApiError(response.status, told.kind || "", told.message || response.statusText, told.suggestions || [], wait);
}

/** The answer to a question, as JSON. */
export const ask = async (path, parameters = {}, signal = undefined) => (await send(address(path, parameters), { signal })).json();

/** The answer when it is another than the one of that tag, else null: `{tag, data}`. */
export async function changed(path, parameters, tag, signal = undefined) {
  const response = await send(address(path, parameters), { cache: "no-cache", signal });
  const now = response.headers.get("ETag");
  if (tag !== null && now === tag) {
    await response.body?.cancel();
    return null;
  }
  return { tag: now, data: await response.json() };
}

/** A file that the server makes of a request in JSON. */
export const file = async (path, body) => (await send(path, {
  method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
})).blob();

/** A function that asks, and forgets what it asked before when it is called again. */
export function latest(question) {
  let running = null;
  return async (...given) => {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    try {
      return await question(mine.signal, ...given);
    } catch (error) {
      if (error.name === "AbortError" || running !== mine) return null;
      throw error;
    }
  };
}
