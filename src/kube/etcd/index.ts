/** What `etcdCode` brings: the door of keys, and what a directory holds. */
export { KeyDoor } from './key-door.ts';
export { takeDirectory } from './data-directory.ts';
