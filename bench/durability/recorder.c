/* Records what a process asks of the disk, for power_cut.py.
 *
 * Preloaded. Every call on a file below $RECORD_UNDER that writes, cuts, syncs, makes, renames or
 * removes is appended to $RECORD_TO after it succeeded:
 *   operation (1 byte), inode (8), position (8), length (4), length of path (2), of second path (2),
 *   then path, second path, and for a write its bytes.
 * W write, T truncate, S sync of a file, D sync of a folder, R rename, U unlink, C made or opened.
 * A write to a file named "acknowledged" is recorded as A: from then on it must survive.
 * Calls are kept in order by one lock that spans the call itself. Little-endian machines only.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static int record = -1;
static char under[512];
static size_t under_length;
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_write)(int, const void *, size_t);
static int (*real_fsync)(int), (*real_fdatasync)(int), (*real_truncate)(int, off_t);
static int (*real_unlink)(const char *), (*real_rename)(const char *, const char *);
static int (*real_unlinkat)(int, const char *, int);
static int (*real_renameat)(int, const char *, int, const char *);
static int (*real_open)(const char *, int, ...), (*real_openat)(int, const char *, int, ...);

__attribute__((constructor)) static void begin(void) {
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_write = dlsym(RTLD_NEXT, "write");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_truncate = dlsym(RTLD_NEXT, "ftruncate64");
  real_unlink = dlsym(RTLD_NEXT, "unlink");
  real_unlinkat = dlsym(RTLD_NEXT, "unlinkat");
  real_rename = dlsym(RTLD_NEXT, "rename");
  real_renameat = dlsym(RTLD_NEXT, "renameat");
  real_open = dlsym(RTLD_NEXT, "open64");
  real_openat = dlsym(RTLD_NEXT, "openat64");
  const char *folder = getenv("RECORD_UNDER"), *target = getenv("RECORD_TO");
  if (!folder || !target) return;
  snprintf(under, sizeof under, "%s/", folder);
  under_length = strlen(under);
  record = real_open(target, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int ours(const char *path) {
  return record >= 0 && path && !strncmp(path, under, under_length) &&
         !strstr(path + under_length, "-shm");
}

static int path_of(int file, char *path, size_t size) {
  char link[64];
  if (record < 0 || file == record) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, size - 2);
  if (length <= 0) return 0;
  path[length] = 0;
  if ((size_t)length == under_length - 1 && !strncmp(path, under, length)) return 1; /* the folder */
  return ours(path);
}

static uint64_t inode_of(int file) {
  struct stat found;
  return fstat(file, &found) ? 0 : found.st_ino;
}

static void put(char what, uint64_t inode, uint64_t position, const char *path, const char *second,
                const void *bytes, uint32_t length) {
  uint16_t a = strlen(path), b = second ? strlen(second) : 0;
  uint32_t kept = bytes ? length : 0;
  size_t size = 25 + a + b + kept;
  char *line = malloc(size);
  line[0] = what;
  memcpy(line + 1, &inode, 8);
  memcpy(line + 9, &position, 8);
  memcpy(line + 17, &kept, 4);
  memcpy(line + 21, &a, 2);
  memcpy(line + 23, &b, 2);
  memcpy(line + 25, path, a);
  if (b) memcpy(line + 25 + a, second, b);
  if (kept) memcpy(line + 25 + a + b, bytes, kept);
  real_write(record, line, size);
  free(line);
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off_t position) {
  char path[1024];
  int on = path_of(file, path, sizeof path);
  if (!on) return real_pwrite(file, bytes, size, position);
  pthread_mutex_lock(&order);
  ssize_t done = real_pwrite(file, bytes, size, position);
  if (done > 0) put('W', inode_of(file), position, path, NULL, bytes, done);
  pthread_mutex_unlock(&order);
  return done;
}
ssize_t pwrite(int file, const void *bytes, size_t size, off_t position) {
  return pwrite64(file, bytes, size, position);
}

ssize_t write(int file, const void *bytes, size_t size) {
  char path[1024];
  int on = file > 2 && path_of(file, path, sizeof path);
  if (!on) return real_write(file, bytes, size);
  pthread_mutex_lock(&order);
  off_t position = lseek(file, 0, SEEK_CUR);
  ssize_t done = real_write(file, bytes, size);
  size_t length = strlen(path);
  int told = length > 13 && !strcmp(path + length - 13, "/acknowledged");
  if (done > 0) put(told ? 'A' : 'W', inode_of(file), position, path, NULL, bytes, done);
  pthread_mutex_unlock(&order);
  return done;
}

static int synced(int file, int (*real)(int)) {
  char path[1024];
  int on = path_of(file, path, sizeof path);
  if (!on) return real(file);
  pthread_mutex_lock(&order);
  struct stat found;
  int done = real(file);
  if (!done && !fstat(file, &found))
    put(S_ISDIR(found.st_mode) ? 'D' : 'S', found.st_ino, 0, path, NULL, NULL, 0);
  pthread_mutex_unlock(&order);
  return done;
}
int fsync(int file) { return synced(file, real_fsync); }
int fdatasync(int file) { return synced(file, real_fdatasync); }

int ftruncate64(int file, off_t size) {
  char path[1024];
  int on = path_of(file, path, sizeof path);
  if (!on) return real_truncate(file, size);
  pthread_mutex_lock(&order);
  int done = real_truncate(file, size);
  if (!done) put('T', inode_of(file), size, path, NULL, NULL, 0);
  pthread_mutex_unlock(&order);
  return done;
}
int ftruncate(int file, off_t size) { return ftruncate64(file, size); }

static int removed(const char *path, int done) {
  if (!done && ours(path)) put('U', 0, 0, path, NULL, NULL, 0);
  return done;
}
int unlink(const char *path) {
  pthread_mutex_lock(&order);
  int done = removed(path, real_unlink(path));
  pthread_mutex_unlock(&order);
  return done;
}
int unlinkat(int folder, const char *path, int flags) {
  pthread_mutex_lock(&order);
  int done = real_unlinkat(folder, path, flags);
  if (folder == AT_FDCWD) removed(path, done);
  pthread_mutex_unlock(&order);
  return done;
}

static int moved(const char *from, const char *to, int done) {
  if (!done && (ours(from) || ours(to))) put('R', 0, 0, from, to, NULL, 0);
  return done;
}
int rename(const char *from, const char *to) {
  pthread_mutex_lock(&order);
  int done = moved(from, to, real_rename(from, to));
  pthread_mutex_unlock(&order);
  return done;
}
int renameat(int here, const char *from, int there, const char *to) {
  pthread_mutex_lock(&order);
  int done = real_renameat(here, from, there, to);
  if (here == AT_FDCWD && there == AT_FDCWD) moved(from, to, done);
  pthread_mutex_unlock(&order);
  return done;
}

static int made(const char *path, int flags, int file) {
  struct stat found;
  if (file >= 0 && ours(path) && (flags & O_CREAT) && !fstat(file, &found) &&
      S_ISREG(found.st_mode))
    put('C', found.st_ino, found.st_size, path, NULL, NULL, 0);
  return file;
}
#define OPEN(name, before, call)                                \
  int name(before const char *path, int flags, ...) {           \
    mode_t mode = 0;                                            \
    if (flags & (O_CREAT | O_TMPFILE)) {                        \
      va_list rest;                                             \
      va_start(rest, flags);                                    \
      mode = va_arg(rest, mode_t);                              \
      va_end(rest);                                             \
    }                                                           \
    if (!ours(path) || !(flags & O_CREAT)) return call;         \
    pthread_mutex_lock(&order);                                 \
    int file = made(path, flags, call);                         \
    pthread_mutex_unlock(&order);                               \
    return file;                                                \
  }
OPEN(open, , real_open(path, flags, mode))
OPEN(open64, , real_open(path, flags, mode))
int openat64(int folder, const char *path, int flags, ...) {
  mode_t mode = 0;
  if (flags & (O_CREAT | O_TMPFILE)) {
    va_list rest;
    va_start(rest, flags);
    mode = va_arg(rest, mode_t);
    va_end(rest);
  }
  int file = real_openat(folder, path, flags, mode);
  if (folder == AT_FDCWD) made(path, flags, file);
  return file;
}
