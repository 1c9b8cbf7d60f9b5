// Words of the form that asks who somebody is, and what its boxes object to.
export const person = {
  name: "Name",
  nameHint: "As it is printed beside a signature.",
  initials: "Initials",
  initialsHint: "Two to four letters, stand in the log.",
  roles: "What this person does here",
  pin: "PIN",
  pinHint: "Four to six figures. It says who is typing.",
  pinAgain: "PIN again",
  waiting: "What was typed before is here again; the PIN is typed anew.",
  nameMissing: "A name is needed.",
  initialsWrong: "Two to four letters.",
  initialsTaken: "Somebody in this vault has these initials.",
  roleMissing: "At least one.",
  pinWrong: "Four to six figures.",
  pinDiffers: "The two are not the same.",
  second: "Who stands by",
  secondPin: "PIN of who stands by",
} as const;

export type PersonWords = typeof person;
