// What a test of the real window may reach in the session room. A part takes its id by name from here.
export const ids = {
  room: "session", // data-mode: keys | writing | form; data-slot; data-seq; data-veiled; data-glance
  help: "session-help-button",
  client: "session-client",
  chip: "session-chip", // one per person; data-person, data-here, data-writing
  clock: "session-clock", // text: T+2:47
  wall: "session-wall",
  phase: "session-phase",
  estimated: "session-estimated",
  slot: "session-slot", // data-state: near | due | late | deferred | resting | flag | supplemental | before_dose | empty | form
  slotWord: "slot-word", // in 4 min | due now | late 6 min
  slotWhat: "slot-what",
  slotOwed: "slot-owed",
  following: "session-following",
  form: "slot-form", // data-form: vitals | dose | notnow | …
  formFailure: "slot-failure",
  formComplaint: "slot-complaint",
  box: (name: string): string => `box-${name}`, // a box to type in: box-systolic, box-pin, box-amount …
  option: "option", // data-option: id of the choice
  values: "session-values",
  value: (sign: string): string => `value-${sign}`,
  doses: "session-doses",
  touch: "session-touch",
  fluid: "session-fluid",
  step: "session-step",
  flags: "session-flags",
  quiet: "session-quiet",
  chart: "session-chart",
  intention: "session-intention",
  chartTable: "session-chart-table",
  log: "session-log",
  entry: "entry", // data-seq, data-kind
  kept: "session-kept",
  effectHappened: "effect-happened",
  note: "session-note",
  noteEcho: "session-note-echo",
  noteUnsent: "session-note-unsent", // what stands in the line is not kept
  noteFailure: "session-note-failure",
  keys: "session-keys",
  key: (act: string): string => `key-${act}`,
  keySheet: "session-key-sheet",
  palette: "session-palette",
  list: "session-list", // data-list: dose1 | dose2 | leaving
  listRow: "list-row", // data-item, data-state, data-gate
  listFoot: "session-list-foot",
  helpCard: "session-help-card",
  glance: "session-glance",
  machine: "session-machine",
  veil: "session-veil",
  veilPin: "veil-pin",
  summary: "session-summary",
  rest: "session-summary-rest",
  amendmentsUnreadable: "session-amendments-unreadable",
  ownKey: "session-own-key",
  ownKeyOpen: "session-own-key-open",
  ownKeyBox: "session-own-key-box",
  ownKeyGo: "session-own-key-go",
  amendOffer: "session-amend-offer",
  amendEntry: "session-amend-entry",
  amendWords: "session-amend-words",
  amendReason: "session-amend-reason",
  amendGo: "session-amend-go",
  firstWords: "session-first-words",
  inspectBand: "session-inspect-band",
  trailOffer: "session-trail-offer",
  trailEntry: "session-trail-entry",
  trail: "session-trail",
  signOffer: "session-sign-offer",
  signEntry: "session-sign-entry",
  entrySigned: "session-entry-signed",
  entrySigns: "session-entry-signs",
  leave: "session-leave",
  training: "session-training", // data-playing, data-paused, data-speed, data-next
  trainingState: "training-state",
  trainingNotDone: "training-not-done",
  trainingGo: "training-go",
  trainingNext: "training-next",
  trainingTake: "training-take",
  trainingSpeed: "training-strip-speed", // one button each: training-strip-speed-60
  trouble: "session-trouble",
} as const;
