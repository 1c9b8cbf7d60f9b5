// What a test of the real window may reach. One list; a part gets its id by name from here.
export const testids = {
  // App
  closing: "closing", closingStay: "closing-stay", closingLeave: "closing-leave",
  boot: "boot", bootTrouble: "boot-trouble", bootRetry: "boot-retry",
  // first start
  start: "start", startBack: "start-back", startNext: "start-next", startLeave: "start-leave", startRestore: "start-restore",
  startVault: "start-vault", startTraining: "start-training", startVaultName: "start-vault-name", startFolder: "start-folder",
  startOwnerName: "start-owner-name", startOwnerInitials: "start-owner-initials", startOwnerPin: "start-owner-pin",
  startOwnerPinAgain: "start-owner-pin-again", startPassphrase: "start-passphrase", startPassphraseAgain: "start-passphrase-again",
  startPhrase: "start-phrase", startPhraseShown: "start-phrase-shown", startPhraseUse: "start-phrase-use",
  startStrength: "start-strength", startWorking: "start-working", startCode: "start-code", startCodePath: "start-code-path",
  startCodeSave: "start-code-save", startCodeSaved: "start-code-saved", startCodeTyped: "start-code-typed", startCodeRenew: "start-code-renew",
  startPersonName: "start-person-name", startPersonInitials: "start-person-initials", startPersonPin: "start-person-pin",
  startPersonPinAgain: "start-person-pin-again", startOwnerRole: "start-owner-role", startPersonRole: "start-person-role", startDone: "start-done", startCodeSaveGo: "start-code-save-go", startCodeChoose: "start-code-choose", startPersonAdd: "start-person-add", startPeople: "start-people",
  // unlock
  unlock: "unlock", unlockVault: "unlock-vault", unlockPassphrase: "unlock-passphrase", unlockGo: "unlock-go",
  unlockRecover: "unlock-recover", unlockOther: "unlock-other", unlockPath: "unlock-path", unlockNew: "unlock-new",
  unlockBack: "unlock-back", unlockCode: "unlock-code", unlockNewPassphrase: "unlock-new-passphrase",
  unlockNewPassphraseAgain: "unlock-new-passphrase-again",
  restore: "restore", restorePath: "restore-path", restoreChoose: "restore-choose", restoreName: "restore-name", restorePassphrase: "restore-passphrase",
  restoreCode: "restore-code", restoreGo: "restore-go", restoreTurn: "restore-turn", restored: "restored",
  // the frame of the office
  office: "office", training: "training", backupBand: "backup-band", navToday: "nav-today", navClients: "nav-clients", navReview: "nav-review", navProtocols: "nav-protocols", navCohort: "nav-cohort",
  navVault: "nav-vault", author: "author", takePen: "take-pen", takePenPerson: "take-pen-person", takePenPin: "take-pen-pin",
  takePenGo: "take-pen-go", lock: "lock", theme: "theme", keys: "keys", keysSheet: "keys-sheet", held: "held",
  // today
  today: "today", todayResume: "today-resume", todayRead: "today-read", todayAddClient: "today-add-client",
  trainingSpeed: "training-speed", trainingPlay: "training-play", trainingFill: "training-fill", startSkipCode: "start-skip-code",
  todayAddPerson: "today-add-person", todaySection: "today-section", todayNothing: "today-nothing", todayOpen: "today-open", todayMore: "today-more", todayVerify: "today-verify", todayBackup: "today-backup", todayBackupLast: "today-backup-last", todayHeader: "today-header",
  verified: "verified", toBackup: "to-backup",
  // clients
  clients: "clients", clientsSearch: "clients-search", clientsAdd: "clients-add", clientCode: "client-code", clientName: "client-name",
  clientKeep: "client-keep", clientRow: "client-row", client: "client", clientShowName: "client-show-name",
  clientNameShown: "client-name-shown", clientSession: "client-session", clientStart: "client-start",
  clientsMore: "clients-more", clientsCount: "clients-count", clientsAway: "clients-away", clientDetails: "client-details", clientArchived: "client-archived", clientTakeOut: "client-take-out",
  clientAway: "client-away", clientErase: "client-erase", details: "details", detailsField: "details-field", detailsKeep: "details-keep",
  detailsWaiting: "details-waiting", detailsDiscard: "details-discard", away: "away", awayUntil: "away-until", awayGo: "away-go",
  clientExport: "client-export", exportPanel: "export-panel", exportFolder: "export-folder", exportGo: "export-go", exportedPath: "exported-path", exportLeave: "export-leave",
  erase: "erase", eraseCode: "erase-code", eraseGo: "erase-go", receipt: "receipt", receiptCopy: "receipt-copy", receiptPrint: "receipt-print",
  receiptDismiss: "receipt-dismiss",
  sessionForm: "session-form", sessionProtocol: "session-protocol", sessionNumber: "session-number", sessionPerson: "session-person",
  sessionDay: "session-day", sessionOpen: "session-open", dayTable: "day-table",
  // measures
  measures: "measures", measuresTake: "measures-take", measureForm: "measure-form", measurePick: "measure-pick", measureMode: "measure-mode",
  measureOccasion: "measure-occasion", measureDay: "measure-day", measureGo: "measure-go", measureItem: "measure-item", measureAnswer: "measure-answer",
  measureScore: "measure-score", measureKeep: "measure-keep", measureNotWait: "measure-not-wait", taken: "taken", takenStrike: "taken-strike",
  strikeReason: "strike-reason", strikeGo: "strike-go", outcomeChart: "outcome-chart", outcomePick: "outcome-pick", unwaited: "unwaited", outcomeTable: "outcome-table", outcomeLines: "outcome-lines",
  // the course of care
  course: "course", courseOpen: "course-open", courseForm: "course-form", courseField: "course-field", courseDay: "course-day", courseKeep: "course-keep",
  courseSecond: "course-second", coursePin: "course-pin", courseLine: "course-line", courseDot: "course-dot", courseTab: "course-tab", courseNext: "course-next",
  courseGate: "course-gate", coursePassed: "course-passed", coursePassedShow: "course-passed-show", courseCount: "course-count", courseNeed: "course-need", courseRecord: "course-record", courseOverride: "course-override", courseClose: "course-close",
  visit: "visit", visitState: "visit-state", visitRow: "visit-row", visitBegin: "visit-begin", visitOtherwise: "visit-otherwise", visitNotHeld: "visit-not-held",
  visitItem: "visit-item", visitAnswer: "visit-answer", visitMeasure: "visit-measure", visitClose: "visit-close", visitRate: "visit-rate", visitRateDue: "visit-rate-due", visitRateHand: "visit-rate-hand", visitRated: "visit-rated",
  visitReflect: "visit-reflect", visitExtra: "visit-extra",
  courseConsents: "course-consents", courseGive: "course-give", courseWithdraw: "course-withdraw", courseMedicines: "course-medicines", courseMedicineAdd: "course-medicine-add",
  courseCalls: "course-calls", courseCall: "course-call", courseCarried: "course-carried", courseInsight: "course-insight", coursePractice: "course-practice",
  courseCoping: "course-coping", courseMoment: "course-moment", fromSession: "from-session", fromIntention: "from-intention", takeUp: "take-up", readMoment: "read-moment", techniqueGuide: "technique-guide", courseTechnique: "course-technique", courseHandouts: "course-handouts", courseHandout: "course-handout", coursePrint: "course-print",
  courseEntries: "course-entries", courseFind: "course-find", courseWritten: "course-written", courseGiven: "course-given", courseSeries: "course-series", seriesChart: "series-chart", seriesTable: "series-table", seriesTurn: "series-turn", callsChart: "calls-chart", courseMore: "course-more", courseAdverse: "course-adverse", courseAdverseFollow: "course-adverse-follow", courseAdverseEvent: "course-adverse-event", courseAdverseJudge: "course-adverse-judge", courseReport: "course-report", courseReportMade: "course-report-made", courseStrike: "course-strike",
  // a blinded rater's room
  rater: "rater", raterRow: "rater-row", raterRate: "rater-rate", raterToday: "rater-today",
  // the computer in the client's hands
  handover: "handover", handoverItem: "handover-item", handoverChoice: "handover-choice", handoverNext: "handover-next", handoverBack: "handover-back",
  handoverFinish: "handover-finish", handoverWho: "handover-who", handoverPin: "handover-pin", handoverOpen: "handover-open",
  handoverGoOn: "handover-go-on", handoverKeep: "handover-keep", handoverLater: "handover-later", handoverTake: "handover-take",
  handoverPlan: "handover-plan", stoppedPlan: "stopped-plan", stoppedClose: "stopped-close",
  // protocols
  protocols: "protocols", protocolRow: "protocol-row", protocol: "protocol", protocolState: "protocol-state",
  protocolImport: "protocol-import", protocolImportGo: "protocol-import-go", protocolPath: "protocol-path", protocolChoose: "protocol-choose", protocolLook: "protocol-look",
  protocolComplaints: "protocol-complaints", protocolFound: "protocol-found", protocolKeep: "protocol-keep", protocolKept: "protocol-kept",
  protocolAdopt: "protocol-adopt", protocolProof: "protocol-proof", protocolSign: "protocol-sign", difference: "difference",
  shelf: "shelf", measureRow: "measure-row", measureFile: "measure-file", measureTerms: "measure-terms", measureSources: "measure-sources", measureItems: "measure-items",
  measureImport: "measure-import", measureImportGo: "measure-import-go", measurePath: "measure-path", measureChoose: "measure-choose", measureLook: "measure-look",
  measureComplaints: "measure-complaints", measureFound: "measure-found", measureFileKeep: "measure-file-keep", measureFileKept: "measure-file-kept",
  // review
  review: "review", reviewOpenGo: "review-open-go", reviewOpenPath: "review-open-path", reviewOpen: "review-open", reviewTrust: "review-trust", reviewLeave: "review-leave",
  reviewStopped: "review-stopped", reviewThreads: "review-threads", // each row: data-thread
  reviewThread: "review-thread", reviewSealGo: "review-seal-go", reviewContactsGo: "review-contacts-go", reviewTrendsGo: "review-trends-go", trends: "review-trends", trendPair: "trend-pair", trendPlot: "trend-plot", trendTable: "trend-table",
  trainingSupervisor: "training-supervisor", todayReviews: "today-reviews", todayConfidence: "today-confidence", todayReview: "today-review", adherence: "adherence", adherenceItem: "adherence-item", adherenceRate: "adherence-rate", adherenceBox: "adherence-box", adherenceStep: "adherence-step", adherenceGo: "adherence-go", adherenceShown: "adherence-shown", adherenceThis: "adherence-this", // each item: data-item
  sealForm: "seal-form", sealClient: "seal-client", sealHit: "seal-hit", sealContacts: "seal-contacts", sealSession: "seal-session", sealTo: "seal-to", sealPurpose: "seal-purpose",
  sealProcess: "seal-process", sealPart: "seal-part", ownKeys: "own-keys", ownKeysTyped: "own-keys-typed", ownKeysGo: "own-keys-go", threadCourse: "thread-course", threadDamaged: "thread-damaged", coursePiece: "course-piece", courseEye: "course-eye", courseEntry: "course-entry", sealCoded: "seal-coded", sealWithoutWords: "seal-without-words", sealDays: "seal-days", sealLook: "seal-look", sealLeaves: "seal-leaves", sealStays: "seal-stays",
  sealFolder: "seal-folder", sealGo: "seal-go", sealedPath: "sealed-path",
  contacts: "contacts", contactOwnWords: "contact-own-words", contactCardFolder: "contact-card-folder", contactCardGo: "contact-card-go", actField: "act-field", contactCardRole: "contact-card-role", contactRole: "contact-role", contactRoles: "contact-roles", contactRoleKeep: "contact-role-keep", contactCardPath: "contact-card-path",
  contactTakePath: "contact-take-path", contactTakeGo: "contact-take-go", contactTaken: "contact-taken", contactInstead: "contact-instead", contactLeave: "contact-leave",
  contactList: "contact-list", contact: "contact", // data-person
  contactCompare: "contact-compare", contactRevoke: "contact-revoke", contactRestore: "contact-restore",
  thread: "thread", // data-side, data-unseen, data-at: the entry that is looked at
  threadBack: "thread-back", threadSession: "thread-session", threadHead: "thread-head", strip: "strip", stripText: "strip-text", eyes: "eyes", eye: "eye", // data-key, data-seen, data-on
  queryRow: "query-row", detail: "detail", around: "around", query: "query", note: "note", // data-state, data-kind
  queryBox: "query-box", queryGo: "query-go", commentBox: "comment-box", commentGo: "comment-go", noteBox: "private-note-box", noteGo: "private-note-go",
  answerBox: "answer-box", answerGo: "answer-go", answerOpen: "answer-open", closeQuery: "close-query", closeBox: "close-box", closeGo: "close-go", reopenQuery: "reopen-query", reopenBox: "reopen-box", reopenGo: "reopen-go",
  acceptBox: "accept-box", acceptGo: "accept-go", returnBox: "return-box", returnGo: "return-go", withdrawOpen: "withdraw-open", takenBackSeen: "taken-back-seen", withdrawBox: "withdraw-box", withdrawGo: "withdraw-go",
  superviseDay: "supervise-day", superviseMinutes: "supervise-minutes", superviseTopics: "supervise-topics", superviseGo: "supervise-go", superviseAgree: "supervise-agree", actLeave: "act-leave", actWhole: "act-whole",
  foot: "review-foot", footKey: "review-key", // data-act
  replyOpen: "reply-open", replyFolder: "reply-folder", replyGo: "reply-go", repliedPath: "replied-path", decision: "decision", destroy: "destroy", destroyOpen: "destroy-open", signed: "signed",
  print: "print", printOpen: "print-open", printFolder: "print-folder", printGo: "print-go", printedPath: "printed-path",
  // cohort
  cohort: "cohort", cohortClients: "cohort-clients", cohortTable: "cohort-table",
  // vault
  vault: "vault", vaultPeople: "vault-people", vaultAddPerson: "vault-add-person", vaultPersonName: "vault-person-name",
  vaultPersonInitials: "vault-person-initials", vaultPersonPin: "vault-person-pin", vaultPersonPinAgain: "vault-person-pin-again",
  vaultPersonRole: "vault-person-role", vaultPersonKeep: "vault-person-keep", vaultVerify: "vault-verify", vaultPath: "vault-path", vaultLock: "vault-lock", vaultIdle: "vault-idle", vaultWatched: "vault-watched",
  confidence: "confidence", confidenceReaders: "confidence-readers", confidencePanel: "confidence-panel", confidenceWrite: "confidence-write", confidenceText: "confidence-text", confidenceTo: "confidence-to", confidenceNamed: "confidence-named",
  confidenceKeep: "confidence-keep", confidenceSlip: "confidence-slip", confidenceSlipText: "confidence-slip-text", confidenceSlipDone: "confidence-slip-done", confidenceSlipGo: "confidence-slip-go", confidenceTyped: "confidence-typed", confidenceRead: "confidence-read", confidenceFresh: "confidence-fresh",
  confidenceNameOpen: "confidence-name-open", confidenceName: "confidence-name", confidenceNameGo: "confidence-name-go", confidenceCarry: "confidence-carry", confidenceTake: "confidence-take", confidencePath: "confidence-path", confidenceGo: "confidence-go",
  confidenceCarried: "confidence-carried", confidenceTaken: "confidence-taken", confidenceAnswer: "confidence-answer", confidenceAnswerOpen: "confidence-answer-open", confidenceAnswerGo: "confidence-answer-go", concern: "concern", concernAnswer: "concern-answer",
  papersGo: "papers-go", papers: "papers", papersLicence: "papers-licence", papersLog: "papers-log", licenceOpen: "licence-open", licenceNumber: "licence-number", licenceJurisdiction: "licence-jurisdiction", licenceUntil: "licence-until", licenceKeep: "licence-keep",
  dutyOpen: "duty-open", dutyKind: "duty-kind", dutyWords: "duty-words", dutyBy: "duty-by", dutyOn: "duty-on", dutyKeep: "duty-keep", todayLicences: "today-licences", todayLicence: "today-licence",
  backup: "backup", backupLast: "backup-last", backupPath: "backup-path", backupChoose: "backup-choose", backupGo: "backup-go", backupWorking: "backup-working", backupMade: "backup-made",
  passphraseOpen: "passphrase-open", passphrasePanel: "passphrase-panel", passphraseOld: "passphrase-old", passphraseNew: "passphrase-new", passphraseAgain: "passphrase-again", passphraseKeep: "passphrase-keep",
  drillOpen: "drill-open", drillPanel: "drill-panel", drillCode: "drill-code", drillGo: "drill-go", lostOpen: "lost-open", lostPanel: "lost-panel", lostPassphrase: "lost-passphrase", lostGo: "lost-go", keysDone: "keys-done",
  signatures: "signatures", signAct: "sign-act", signLock: "sign-lock", signReason: "sign-reason", courseAmend: "course-amend", courseAmended: "course-amended", signature: "signature", signOpen: "sign-open", signProof: "sign-proof", signGo: "sign-go", signUnable: "sign-unable", todayUnsigned: "today-unsigned", todaySign: "today-sign",
  enrolGo: "enrol-go", enrol: "enrol", enrolPin: "enrol-pin", enrolPassphrase: "enrol-passphrase", enrolAgain: "enrol-again", enrolKeep: "enrol-keep", enrolCode: "enrol-code", enrolDone: "enrol-done",
  removeGo: "remove-go", rotateGo: "rotate-go", rotation: "rotation", rotationCopies: "rotation-copies", rotationPassphrase: "rotation-passphrase", rotationKeep: "rotation-keep", rotationDone: "rotation-done", rotationCode: "rotation-code",
  returningGo: "returning-go", returning: "returning", returningPin: "returning-pin", returningAgain: "returning-again", returningKeep: "returning-keep",
  inspectTurn: "inspect-turn", inspectCode: "inspect-code", inspectBand: "inspect-band", inspectorOpen: "inspector-open", inspector: "inspector", inspectorName: "inspector-name", inspectorInitials: "inspector-initials",
  inspectorReason: "inspector-reason", inspectorUntil: "inspector-until", inspectorKeep: "inspector-keep", inspectorCode: "inspector-code", inspectorDone: "inspector-done",
  olderSeen: "older-seen", olderAsk: "older-ask",
  glassOpen: "glass-open", glassUsed: "glass-used", glassSeen: "glass-seen",
  paperEntry: "paper-entry", paperCode: "paper-code", paperGo: "paper-go", paperChecked: "paper-checked", accessLog: "access-log", accessGo: "access-go",
  courseTrail: "course-trail", courseTrailOffer: "course-trail-offer", courseTrailEntry: "course-trail-entry",
  vaultSecond: "vault-second", vaultSecondPin: "vault-second-pin",
  // anywhere
  failure: "failure",
} as const;
