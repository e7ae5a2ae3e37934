// What a reader takes away from the page: facts as a table, a node as Turtle, the view as a picture.

import { data } from "./store.js";
import { csvOf } from "./csv.js";
import { pictureOf } from "./picture.js";
import { save } from "./save.js";
import { turtleOf } from "./turtle.js";
import { word } from "./words.js";

/** Saves facts as a table. */
export function takeTable(rows) {
  save(csvOf(rows), called(), "csv");
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
