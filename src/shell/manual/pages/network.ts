/** The manual's pages of programs for the network; the notation is in ../page.ts. */
export const networkPages = `
ip (8) network devices, addresses, routes and namespaces
= [ OPTIONS ] OBJECT { COMMAND | help }
link | ip link add NAME type bridge | veth peer name OTHER; set NAME up, master BRIDGE, netns NAME
address | ip addr add 10.0.0.1/24 dev NAME; del; show
route | ip route add 10.1.0.0/16 via ADDRESS; get ADDRESS; show
neigh | the addresses of neighbours
netns | ip netns add NAME; exec NAME COMMAND; list; delete
-4, -6 | only addresses of this kind
-br, -o | short; one line each
@ ss(8), network_namespaces(7), brctl(8)

ss (8) who talks to whom
= [ OPTIONS ] [ FILTER ]
-l | those that listen
-n | numbers, not names
-p | with the processes
-t -u -x | TCP, UDP, sockets of this machine
@ netstat(8), ip(8)

netstat (8) who talks to whom, as older programs show it
= [options]
-l -n -p -t -u -r | as ss has them; -r is route
@ ss(8)

ping (8) ask a machine whether it is there
= [options] <destination>
-c N | so many times
-i SECONDS | between them
-W SECONDS | wait no longer than this
-q | only the sums

curl (1) talk to servers by their addresses
= [options...] <url>
-d DATA | send it
-f | fail on errors of the server
-H LINE | a header
-i, -I | with the headers; only them
-k | whatever the certificate
-L | follow to other places
-o FILE, -O | into a file
-s, -S | silent; but say what went wrong
-v | all that is said
-X METHOD | GET, POST, PUT, DELETE …
--unix-socket PATH | by a socket of this machine, as /var/run/docker.sock
@ wget(1)

wget (1) fetch files by their addresses
= [OPTION]... [URL]...
-O FILE | there; - is standard output
-q | say nothing
-S | show the headers
--spider | only look
-T SECONDS | wait no longer than this
@ curl(1)

nc (1) connections by hand
= [-klnuvz] [-w timeout] [-p port] [host] [port]
-l | listen
-k | again and again
-u | UDP
-v | say what happens
-z | only try
-w SECONDS | wait no longer than this

nslookup (1) ask a server of names
= [-type=TYPE] name [server]
@ dig(1), resolv.conf(5)

dig (1) ask a server of names, and show all of the answer
= [@server] [name] [type] [+option]...
+short | only the answer
-x ADDRESS | the name of an address
@ nslookup(1), host(1)

host (1) ask a server of names
= [-t type] name [server]

telnet (1) a connection to a port
= [host [port]]

ssh (1) a shell on another machine
= destination [command]
-i FILE | the key to be let in by
-l USER | as whom
-n | no input
-p PORT | not 22
-q | say less
-t, -T | with a terminal; without
-o OPTION | as ~/.ssh/config has them
~. at the beginning of a line hangs up.
@ sshd(8), rsync(1)

sshd (8) lets others in from elsewhere
= [-D]
Who is let in by key stands in .ssh/authorized_keys of the account.
@ ssh(1)

ifconfig (8) network devices, as older programs show them
= [-a] [-s] [interface]
@ ip(8)

route (8) the table of routes, and changes to it
= [-n] [-e]
= {add|del} [-net|-host] TARGET [netmask MASK] [gw GATEWAY] [dev DEVICE]
-n | numbers, not names
@ ip(8)

arp (8) the table of neighbours
= [-n] [-a] [-e] [-i DEVICE] [HOST]
-a | one line each, as BSD shows it
-n | numbers, not names
@ ip(8)

brctl (8) bridges, as older programs handle them
= [commands]
addbr, delbr, addif, delif, show | make, remove, connect, cut off, list
@ ip(8)

iptables (8) the tables of rules by which packets go
= [-t table] {-A|-C|-D|-I} chain rule-specification | [-t table] {-L|-S|-F|-Z|-N|-X|-P} [chain] [options...]
-t TABLE | filter, nat …
-A, -I, -D | put a rule behind the others, before them; take it away
-L, -S | list; as commands
-n -v | numbers; with counts
-P | what becomes of packets that no rule speaks of: ACCEPT, DROP
Rules match by -p, -s, -d, -i, -o, --dport, --sport, -m state, conntrack, multiport, comment, addrtype, icmp. They are asked when a connection begins. Those of Services and of published ports stand in nat; kube-proxy and Docker make them.
@ iptables-save(8), ip(8)

iptables-save (8) the rules of packets, as a file
= [-t table]
@ iptables(8)

hostname (1) show or set the machine's name
= [-fsid] [NAME]
-f | with the domain
-i | its address
A container has a name of its own: the UTS namespace.
@ uts_namespaces(7)
`;
