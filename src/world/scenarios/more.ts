/** The scenarios that few visits begin with. */
export { golden } from './golden.ts';
export { mac } from './mac.ts';
export { machines } from './machines.ts';
export { notes } from './notes.ts';
