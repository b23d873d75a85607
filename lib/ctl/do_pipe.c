/**
 * @file do_pipe.c  Requests: pipe
 */
#include <errno.h>
#include <unistd.h>
#include "action/audio.h"
#include "ctl/server_priv.h"

enum { RATE_HZ = 8000 };

static void close_fd(int fd)
{
	if (fd >= 0)
		(void)close(fd);
}

/* Those that were said to come: first the input, then the output */
static int take_fds(struct oh_stream_pipe_prm *prm, struct ctl_request *rq,
		    struct oh_args *a)
{
	bool input = true, output = true;
	int err;

	err = oh_args_bool(a, "input", &input);
	if (!err)
		err = oh_args_bool(a, "output", &output);
	if (err)
		return err;
	if (input)
		prm->in_fd = oh_ctl_conn_take_fd(rq->conn);
	if (output)
		prm->out_fd = oh_ctl_conn_take_fd(rq->conn);
	if (!input && !output)
		return oh_args_bad(a, "input", "this or output is wanted");
	if ((input && prm->in_fd < 0) || (output && prm->out_fd < 0))
		return oh_args_bad(a, "pipe", "its descriptors did not come");

	return 0;
}

static int explain(struct oh_args *a, int err)
{
	switch (err) {

	case EINVAL:
		return oh_args_bad(a, "rate", "8000 or 16000");

	case EBADF:
		return oh_args_bad(a, "pipe", "a descriptor cannot be read, "
				   "or written");
	case EAGAIN:
		oh_args_bad(a, "pipe", "too many at once");
		return err;

	default:
		return err;
	}
}

/* {"rate":16000,"input":true,"output":true,"stay":false} */
int oh_ctl_do_pipe(struct ctl_request *rq, struct oh_args *a)
{
	struct oh_stream_pipe_prm prm = {
		.in_fd = -1, .out_fd = -1, .rate_hz = RATE_HZ,
	};
	bool stay = false;
	int err;

	err = oh_args_u32(a, "rate", &prm.rate_hz);
	if (!err)
		err = oh_args_bool(a, "stay", &stay);
	if (!err)
		err = take_fds(&prm, rq, a);
	if (err) {
		close_fd(prm.in_fd);
		close_fd(prm.out_fd);
		return err;
	}
	prm.end = !stay;
	err = oh_audio_start(&rq->action, rq->live, &prm, oh_ctl_done, rq);

	return explain(a, err);
}
