/** Where a session's record was opened from, and at which of its entries. */
export interface Opened { client: string; place: number | null }
