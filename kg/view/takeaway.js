// What a reader takes away from the page: facts as a table, a node as Turtle, the view as a picture.

import { data, factsOf } from "./store.js";
import { csvOf } from "./csv.js";
import { pictureOf } from "./picture.js";
import { save } from "./save.js";
import { turtleOf } from "./turtle.js";
import { word } from "./words.js";

/** Saves the table of the facts of a node; without a node, of all facts. */
export function takeTable(number) {
  const { relations, observations, milestones } = number === undefined ? data : factsOf(number);
  save(csvOf([...relations, ...observations, ...milestones]), called(number), "csv");
}

/** Saves a node as Turtle. */
export function takeTurtle(number) {
  save(turtleOf(number), called(number), "ttl");
}

/** Saves a picture of what a vis network shows, named after the selected node, if there is one. */
export function takePicture(view, number) {
  return pictureOf(view).then((picture) => save(picture, called(number), "png"));
}

const called = (number) => (number === undefined ? word("title") : data.nodes[number].label);
