// The picture book: the page over rows made up for the purpose, to look at states that a world takes long to come to.
// Only served while developing (`/e2e/story/index.html?scene=…`); nothing of it is built.
import { mountPage } from '../../src/ui/index.ts';
import { StoryEngine } from './story-engine.ts';

const scene = new URL(location.href).searchParams.get('scene') ?? 'rollout';
const page = await mountPage(document.getElementById('root')!, {
  connect: () => new StoryEngine(scene),
  scenario: 'story',
  storage: undefined,
});
Object.assign(globalThis, { page });
