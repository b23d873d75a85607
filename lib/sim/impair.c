/**
 * @file impair.c  A bad line: loses, delays and reorders packets, both ways
 */
#include "base/compat.h"
#include <errno.h>
#include <sys/socket.h>
#include "sim/impair.h"
#include "sim/sdp.h"

enum {
	SIDES       = 2,
	PACKET_MAX  = 2048,   /* longer ones are cut [bytes]            */
	PENDING_MAX = 128,    /* packets on their way; more are lost    */
	PORT_TRIES  = 64,     /* for an even port with an odd one above */
	SEED        = 20260102,
};

/* One kind of packets: fdv[x] faces side x */
struct path {
	struct oh_sim_impair *im;
	bool bad;
	int  fdv[SIDES];
	struct sa peerv[SIDES];
	bool knownv[SIDES];
};

struct packet {
	struct tmr tmr;
	struct path *path;         /* NULL: not in use */
	enum oh_sim_side to;
	size_t len;
	uint8_t data[PACKET_MAX];
};

struct oh_sim_impair {
	struct path rtp, rtcp;
	struct sa addrv[SIDES];    /* where RTP is awaited */
	uint32_t random;
	uint32_t loss_pct;
	uint32_t jitter_ms;
	struct packet packetv[PENDING_MAX];
};

static void path_close(struct path *path)
{
	for (int i = 0; i < SIDES; i++) {
		if (path->fdv[i] < 0)
			continue;
		fd_close(path->fdv[i]);
		(void)close(path->fdv[i]);
		path->fdv[i] = -1;
	}
}

static void destructor(void *arg)
{
	struct oh_sim_impair *im = arg;

	for (int i = 0; i < PENDING_MAX; i++)
		tmr_cancel(&im->packetv[i].tmr);
	path_close(&im->rtp);
	path_close(&im->rtcp);
}

/* Xorshift: the same line each time, which rand() would not promise */
static uint32_t draw(struct oh_sim_impair *im, uint32_t below)
{
	uint32_t x = im->random;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	im->random = x;

	return x % below;
}

static void deliver(void *arg)
{
	struct packet *p = arg;
	struct path *path = p->path;

	/* Whatever cannot be sent is lost, as on any line */
	if (path->knownv[p->to])
		(void)sendto(path->fdv[p->to], p->data, p->len, MSG_DONTWAIT,
			     &path->peerv[p->to].u.sa,
			     path->peerv[p->to].len);
	p->path = NULL;
}

static struct packet *find_free(struct oh_sim_impair *im)
{
	for (int i = 0; i < PENDING_MAX; i++) {
		if (!im->packetv[i].path)
			return &im->packetv[i];
	}

	return NULL;
}

static void read_from(struct path *path, enum oh_sim_side from)
{
	struct oh_sim_impair *im = path->im;
	struct packet *p = find_free(im);
	ssize_t n;

	if (!p) {
		(void)recv(path->fdv[from], NULL, 0, MSG_DONTWAIT);
		return;
	}

	n = recv(path->fdv[from], p->data, sizeof(p->data), MSG_DONTWAIT);
	if (n < 0 || (path->bad && draw(im, 100) < im->loss_pct))
		return;

	p->path = path;
	p->to = from == OH_SIM_CALLER ? OH_SIM_PERSON : OH_SIM_CALLER;
	p->len = (size_t)n;
	if (path->bad)
		tmr_start(&p->tmr, draw(im, im->jitter_ms + 1), deliver, p);
	else
		deliver(p);
}

static void read_caller(int flags, void *arg)
{
	(void)flags;
	read_from(arg, OH_SIM_CALLER);
}

static void read_person(int flags, void *arg)
{
	(void)flags;
	read_from(arg, OH_SIM_PERSON);
}

static int udp_bind(int *fdp, const struct sa *addr)
{
	int fd = socket(sa_af(addr),
			SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int err;

	if (fd < 0)
		return errno;

	if (bind(fd, &addr->u.sa, addr->len)) {
		err = errno;
		(void)close(fd);
		return err;
	}
	*fdp = fd;

	return 0;
}

static int local_addr(struct sa *addr, int fd)
{
	sa_init(addr, AF_UNSPEC);
	addr->len = sizeof(addr->u);

	return getsockname(fd, &addr->u.sa, &addr->len) ? errno : 0;
}

/* One try at an even port and the odd one above it (RFC 3550 11) */
static int bind_pair(int *rtpp, int *rtcpp, struct sa *addr)
{
	struct sa above;
	int err;

	sa_set_port(addr, 0);
	err = udp_bind(rtpp, addr);
	if (err)
		return err;

	err = local_addr(addr, *rtpp);
	if (!err && (sa_port(addr) & 1))
		err = EAGAIN;
	if (!err) {
		above = *addr;
		sa_set_port(&above, sa_port(addr) + 1);
		err = udp_bind(rtcpp, &above);
	}
	if (err) {
		(void)close(*rtpp);
		*rtpp = -1;
	}

	return err;
}

static int open_side(struct oh_sim_impair *im, enum oh_sim_side side,
		     const struct sa *laddr)
{
	fd_h *h = side == OH_SIM_CALLER ? read_caller : read_person;
	int err = EAGAIN;

	im->addrv[side] = *laddr;
	for (int i = 0; i < PORT_TRIES && (err == EAGAIN ||
					   err == EADDRINUSE); i++)
		err = bind_pair(&im->rtp.fdv[side], &im->rtcp.fdv[side],
				&im->addrv[side]);
	if (err)
		return err;

	err = fd_listen(im->rtp.fdv[side], FD_READ, h, &im->rtp);
	if (err)
		return err;

	return fd_listen(im->rtcp.fdv[side], FD_READ, h, &im->rtcp);
}

/**
 * Open a bad line
 *
 * @param ip        Set on success; mem_deref closes it
 * @param laddr     Local address; its port is ignored
 * @param loss_pct  Share of RTP packets that are lost, each way [%]
 * @param jitter_ms The others come up to so much later [ms]
 *
 * @return 0, EINVAL, ENOMEM, or an error of the sockets
 */
int oh_sim_impair_alloc(struct oh_sim_impair **ip, const struct sa *laddr,
			uint32_t loss_pct, uint32_t jitter_ms)
{
	struct oh_sim_impair *im;
	int err;

	if (!ip || !laddr || loss_pct > 100)
		return EINVAL;

	im = mem_zalloc(sizeof(*im), destructor);
	if (!im)
		return ENOMEM;
	im->rtp.im = im->rtcp.im = im;
	im->rtp.bad = true;
	im->random = SEED;
	im->loss_pct = loss_pct;
	im->jitter_ms = jitter_ms;
	for (int i = 0; i < SIDES; i++)
		im->rtp.fdv[i] = im->rtcp.fdv[i] = -1;

	err = open_side(im, OH_SIM_CALLER, laddr);
	if (!err)
		err = open_side(im, OH_SIM_PERSON, laddr);
	if (err)
		mem_deref(im);
	else
		*ip = im;

	return err;
}

/**
 * Let a session description pass, and put the line between
 *
 * @param im   Bad line
 * @param from Whose description it is
 * @param sdpp Set on success: what the other side shall see. Release with
 *             mem_deref
 * @param sdp  Session description
 * @param len  Its length [bytes]
 *
 * @return 0, EINVAL, ENOMEM, EBADMSG if it has no audio
 */
int oh_sim_impair_pass(struct oh_sim_impair *im, enum oh_sim_side from,
		       char **sdpp, const char *sdp, size_t len)
{
	enum oh_sim_side to = from == OH_SIM_CALLER ? OH_SIM_PERSON
						    : OH_SIM_CALLER;
	struct sa addr;
	int err;

	if (!im || !sdpp || !sdp)
		return EINVAL;

	err = oh_sim_sdp_find(&addr, sdp, len);
	if (err)
		return err;

	err = oh_sim_sdp_replace(sdpp, sdp, len, &im->addrv[to]);
	if (err)
		return err;

	im->rtp.peerv[from] = addr;
	im->rtp.knownv[from] = true;
	sa_set_port(&addr, sa_port(&addr) + 1);
	im->rtcp.peerv[from] = addr;
	im->rtcp.knownv[from] = true;

	return 0;
}
