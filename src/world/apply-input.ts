/** What each input does to the world. */
import type { Input } from '../client/index.ts';
import { applyFault } from './faults.ts';
import type { World } from './world.ts';

export { OutsideCalls } from './outside-calls.ts';

export function applyInput(world: World, input: Input): void {
  const { terminals } = world;
  switch (input.do) {
    case 'open-tty': {
      const host = world.hosts.get(input.host);
      if (host) terminals.open(input.tty, host, world.userOf(input.host), input);
      return;
    }
    case 'close-tty':
      return terminals.close(input.tty);
    case 'resize':
      return terminals.get(input.tty)?.tty.resize(input.rows, input.cols);
    case 'line':
      return terminals.line(input.tty, input.text);
    case 'keys':
      return terminals.get(input.tty)?.tty.key(input.text);
    case 'eof':
      return terminals.get(input.tty)?.tty.eof();
    case 'signal':
      return press(world, input.tty, input.signal);
    case 'save':
      return world.saveFile(input.host, input.path, input.text);
    case 'remove':
      return world.removeFile(input.host, input.path);
    case 'edited':
      return world.edits.end(input.edit, input.text);
    case 'command':
      return world.commands.run(input.id, input.host, input.text);
    case 'complete':
      return world.completions.run(input.id, input.tty, input.line, input.cursor);
    case 'fault':
      return applyFault(world, input.fault);
    case 'profile':
      return world.setProfile(input.profile);
    case 'request':
      return world.outside.open(input.id, input.request);
    case 'request-sent':
      return world.outside.send(input.id, input.bytes);
    case 'request-read':
      return world.outside.read(input.id, input.count);
    case 'request-closed':
      return world.outside.close(input.id);
  }
}

function press(world: World, name: string, signal: 'INT' | 'QUIT' | 'TSTP'): void {
  const tty = world.terminals.get(name)?.tty;
  if (signal === 'INT') tty?.interrupt();
  else if (signal === 'QUIT') tty?.quit();
  else tty?.suspend();
}
