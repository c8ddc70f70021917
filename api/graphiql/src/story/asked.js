// Who takes a step: the demonstration's mailbox of somebody who may, and the school where it matters. `exactly` says that no other
// broker fits: a step may be for another alliance, or for a second broker.

export const head = (urn, name, otherwise = "head") => (urn ? { urn, name, mailbox: `head.${urn}` } : { mailbox: otherwise });
export const broker = () => ({ mailbox: "broker", exactly: true });
export const second = () => ({ mailbox: "second", exactly: true, name: "another than the one who proposed" });
export const neighbour = () => ({ mailbox: "neighbour", exactly: true, name: "of another alliance" });
export const partner = () => ({ mailbox: "partner" });
