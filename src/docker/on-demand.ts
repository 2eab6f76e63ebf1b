/** The code behind `engineCode`. */
export { disconnectAll } from './containers/container-network.ts';
export { makeEngineDoor, makeEngineParts } from './engine-parts.ts';
