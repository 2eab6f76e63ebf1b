// What runs in Node and nowhere else: `play`, `swarm`, `bench`, the stages of `npm test`, and the tests that hold the
// project to its own map (`architecture/`). Nothing may import this room: its files are started by `npm run`, each
// through `run.mjs`, which bundles one entry and runs it.
