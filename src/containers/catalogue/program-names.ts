/** Which everyday programs each family of images brings, by the names that the shell room runs them under. A test asks that room for every one of them. */

/** Applets of a real BusyBox; the shell of the same name is its main one. */
export const busyboxApplets = words(`
  [ [[ arch ash awk base64 basename cat chgrp chmod chown chroot cksum clear cmp comm cp crond cut date dd df diff dirname dmesg
  du echo ed egrep env expand expr factor false fgrep find fold free fuser getopt grep groups gunzip gzip head hexdump hostid
  hostname httpd id ifconfig install ip kill killall link ln logger logname ls lsof md5sum mesg mkdir mkfifo mknod mktemp more
  mount mv nc netstat nice nl nohup nproc nslookup od paste patch pgrep pidof ping pkill printenv printf ps pwd readlink realpath
  renice reset rev rm rmdir route sed seq setsid sh sha1sum sha256sum sha512sum shuf sleep sort split stat strings stty su sum
  sync sysctl tac tail tar tee telnet test time timeout top touch tr traceroute true truncate tty umount uname unexpand uniq
  unlink uptime usleep vi watch wc wget which who whoami xargs xxd yes zcat`);

/** In /bin of a Debian image, with their sizes in KiB: coreutils and what else is essential. */
export const debianBin = words(`
  cat chgrp chmod chown cp date dd df dir echo egrep false fgrep grep gunzip gzip hostname ln ls mkdir mknod mktemp mount mv pwd
  readlink rm rmdir sed sleep stty sync tar touch true umount uname zcat`);

/** In /usr/bin of a Debian image. */
export const debianUsrBin = words(`
  [ arch awk base64 basename chroot cksum clear cmp comm cut diff dirname du env expand expr factor find fold getopt groups head
  hostid id install link logger logname md5sum mesg mkfifo nice nl nohup nproc od paste perl printenv printf realpath renice seq
  setsid sha1sum sha256sum sha512sum shuf sort split stat sum tac tail tee test timeout tr truncate tty unexpand uniq unlink wc
  which who whoami xargs yes`);

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
