// Words of the first start.
export const start = {
  step: (n: number, of: number): string => `${n} of ${of}`,
  next: "Continue",
  back: "Back",
  leave: "Leave",

  what: {
    title: "What Holdfast is, and is not",
    is: "It is",
    isNot: "It is not",
    yes: [
      "a guide, a clock, a record and a review tool for a session of therapy",
      "run by your clinic\u2019s own approved protocol: every number on screen comes from that file and is shown with its source",
      "offline: nothing leaves this computer unless you seal it for someone",
      "for licensed teams in trials and legal prescriber schemes",
    ],
    no: [
      "a medical device, a patient monitor or an alarm: it checks only what is typed and does not watch the client",
      "a source of doses, limits or advice",
      "a cloud service: there is no account and no network",
      "for self-guided or unlicensed use",
    ],
    last: "Nobody can open a vault for you without its passphrase or its recovery code. Not the makers, not a technician.",
    go: "This is clear, continue",
  },

  vault: {
    title: "Which kind of vault?",
    lead: "A vault is one encrypted folder with everything in it: people, clients, sessions.",
    kind: "Kind",
    clinical: "Vault",
    clinicalNote: "For the record of your clients. Only adopted protocols run in it.",
    training: "Training vault",
    trainingNote: "For learning and trying out. Synthetic clients only, marked on every page. It can never become the other kind.",
    name: "Name",
    nameHint: "The clinic or the team. It is seen before unlocking, so not a person\u2019s name.",
    folder: "It will be the folder",
    missing: "A name is needed.",
    signs: "No / \\ : * ? \" < > | and no dot at the start.",
    taken: "There is a vault of this name already.",
  },

  owner: {
    title: "Who are you?",
    lead: "You hold the passphrase of this vault. Others come later and type a PIN of their own.",
  },

  passphrase: {
    title: "A passphrase opens the vault",
    lead: "It is asked whenever the vault is unlocked. It cannot be looked up, only replaced with the recovery code.",
    label: "Passphrase",
    offer: "Offer a phrase",
    another: "Another one",
    offered: "Words drawn by chance",
    bits: (bits: number): string => `${bits} bits of chance. Write it down until it is known by heart, away from this computer.`,
    use: "Use this phrase",
    make: "Make the vault",
    working: "Making the vault. The key takes about a second.",
  },

  code: {
    title: "The recovery code",
    lead: "It opens the vault when the passphrase is lost. It is shown this once. Write it on paper, group by group.",
    keep: "Keep the paper where the clinic keeps its keys, not with this laptop.",
    written: "It is written down, continue",
    file: "Holdfast recovery code.txt",
    save: "Save to a file\u2026",
    path: "File",
    pathHint: "Choose a stick if you can. The file opens the vault: move it off this laptop, then delete it here.",
    saveGo: "Save",
    saved: (path: string): string => `Saved as ${path}. Take it off this laptop: whoever has both can open the vault.`,
  },

  typed: {
    title: "Type the code back, from the paper",
    lead: "This proves that the paper is right before anything depends on it.",
    owed: "The code of this vault was shown and has not been typed back. Until then nothing else can be done here.",
    lost: "The old code cannot be shown again. If it is on no paper and in no file, make a new one: the old one then opens nothing.",
    renew: "Make a new code",
    legend: "Recovery code",
    show: "Show the code again",
    check: "Compare",
    lock: "Lock",
  },

  people: {
    title: "Who works with you?",
    lead: "A session is kept by two. The second person types name, initials and PIN here; the PIN stays their own.",
    have: "In this vault",
    add: "Add this person",
    added: (initials: string): string => `${initials} is added.`,
    done: "Go to Today",
    later: "Later",
    another: "One more person?",
  },
} as const;
