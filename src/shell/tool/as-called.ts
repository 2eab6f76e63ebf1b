/** A tool that busybox can become: then it speaks as busybox does. */
import { programIn, type Program } from '../../host/index.ts';
import { runTool, tried, type Tool } from './tool.ts';

export function asCalled(tool: Tool): Program {
  return (p) => {
    const own = tried(() => programIn(p, p.exe));
    return runTool(tool, p, 'value' in own && own.value === 'busybox' ? 'busybox' : 'gnu', p.argv);
  };
}
