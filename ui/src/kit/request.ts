// A key made once a form, so that a retry of the same act is the same request.

/** 32 hex digits. */
export function requestKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
