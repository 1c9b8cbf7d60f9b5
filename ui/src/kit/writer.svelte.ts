// Who has the pen, for the boxes into which secrets are typed: what one person typed there is not the next one's to show or to use.
export const writer = $state({ id: "" });
