/** hello-world: says that everything between the command line and a running container works, and how it came about. */
import type { Program } from '../../host/index.ts';

const text = `
Hello from Docker!
This message shows that your installation appears to be working correctly.

On the way to this message
 1. the client asked the daemon for a container of the image "hello-world";
 2. the daemon had no such image, and pulled it from its registry (amd64);
 3. it made a container of it and started the one executable in there;
 4. what that printed came back over the daemon to the client, and so to your terminal.

For something more ambitious, take a whole distribution:
 $ docker run -it alpine sh

`;

export const helloWorld: Program = function* helloWorldProgram(p) {
  yield p.print(text);
  return 0;
};
