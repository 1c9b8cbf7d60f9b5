// Words about a session's report on paper.
export const print = {
  title: "Report on paper",
  lead: "A PDF of this session: card and trend, then every reading and the whole log, with signatures and the checkpoint code. It is not encrypted: whoever has the file or the paper can read it.",
  open: "Report as PDF",
  folder: "Folder for the report",
  hint: "On a stick, or where you print from. Delete the file when the paper is filed.",
  missing: "Which folder?",
  choose: "Choose\u2026",
  chooseTitle: "Folder for the report",
  go: "Write the report",
  working: "Setting the pages.",
  leave: "Leave",
  made: "The report is written.",
  todo: "Print it from there, then delete it if it is not to stay.",
};

/** The same of a part of the course in a packet. */
export const printPart = { ...print, lead: "A PDF of this part: what was recorded, entry by entry, with signatures and the checkpoint code. It is not encrypted: whoever has the file or the paper can read it." };
