// The story in order: each step's words, its operation, the values that it starts with, and what its answer gives to the next.

import findHelp from "./find_help.graphql";

export const steps = [
  {
    name: "FindHelp",
    title: "Find help near my school",
    who: ["HEAD", "COORDINATOR"],
    about: "Looks for published offers near a school, the nearest first. Distance never excludes anybody.",
    result: "the answer lists the offers, the nearest first.",
    query: findHelp,
    variables: (kept, who) => ({ near: { school: who?.acting?.school?.id, withinKm: 50 }, keyStages: ["KS1"] }),
    keeps: { offer: "offers.nodes.0.id" },
  },
];
