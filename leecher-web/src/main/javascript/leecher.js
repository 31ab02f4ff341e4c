// What a page includes to have everything: the API, and the element <p2panda-leecher>.
export * from "./api.js";
export { LeecherElement } from "./element.js";
