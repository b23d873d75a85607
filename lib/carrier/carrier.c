/**
 * @file carrier.c  Carriers behind one table of functions
 */
#include "base/compat.h"
#include "carrier/carrier.h"
#include "carrier/carrier_priv.h"

struct oh_carrier {
	const struct oh_carrier_ops *ops;
	void *state;                      /* of its kind */
	char  name[OH_CONF_NAME];
};

struct oh_task {
	struct oh_carrier *carrier;
	void              *work;          /* of the carrier's kind */
	oh_item_h         *itemh;
	oh_carrier_end_h  *endh;
	void              *arg;
};

static void carrier_destructor(void *arg)
{
	struct oh_carrier *c = arg;

	mem_deref(c->state);
}

static void task_destructor(void *arg)
{
	struct oh_task *t = arg;

	mem_deref(t->work);
	mem_deref(t->carrier);
}

/**
 * Open a carrier
 *
 * Reads its secret from where it is kept: may block up to 10 s, call it
 * before the main loop runs. Nothing is sent.
 *
 * @param cp   Carrier, released with mem_deref
 * @param prm  Parameters; without a configuration it is the simulator
 * @param whyp Set to a static text on failure; may be NULL
 *
 * @return 0; EINVAL: no endpoint; EBADMSG: endpoint, key or connection
 *         string malformed; EACCES: the secret cannot be had, or would
 *         travel unencrypted; ENOMEM
 */
int oh_carrier_open(struct oh_carrier **cp, const struct oh_carrier_prm *prm,
		    const char **whyp)
{
	const struct oh_conf_carrier *conf = prm ? prm->conf : NULL;
	const char *why = "out of memory";
	struct oh_carrier *c;
	int err;

	if (!cp || !prm)
		return EINVAL;

	c = mem_zalloc(sizeof(*c), carrier_destructor);
	if (!c) {
		err = ENOMEM;
		goto out;
	}
	c->ops = conf && conf->type == OH_CONF_STATIC ? &oh_static_ops
						       : &oh_acs_ops;
	str_ncpy(c->name, conf ? conf->name : "sim", sizeof(c->name));
	err = c->ops->open(&c->state, prm, &why);

 out:
	if (!err) {
		*cp = c;
		return 0;
	}
	mem_deref(c);
	if (whyp)
		*whyp = why;

	return err;
}

/**
 * The name that the configuration gave it
 *
 * @param c Carrier
 *
 * @return Name; valid as long as the carrier
 */
const char *oh_carrier_name(const struct oh_carrier *c)
{
	return c->name;
}

/**
 * Whether a carrier offers an action at all
 *
 * @param c    Carrier
 * @param what Action
 *
 * @return Whether it does
 */
bool oh_carrier_can(const struct oh_carrier *c, enum oh_carrier_do what)
{
	return c && (unsigned)what < OH_DO_MAX && c->ops->can(what);
}

/**
 * Begin an action
 *
 * @param tp    Task, released with mem_deref: that gives up waiting, what
 *              was sent runs on. It keeps the carrier alive
 * @param c     Carrier
 * @param req   What is wanted; borrowed during the call
 * @param itemh Called for each thing that comes; may release the task
 * @param endh  Called once, after the last item; may release the task
 * @param arg   Handler argument
 *
 * @return 0, EINVAL (a member is missing), ERANGE (a member is too long) or
 *         ENOMEM; no handler is called then
 */
int oh_carrier_start(struct oh_task **tp, struct oh_carrier *c,
		     const struct oh_carrier_req *req, oh_item_h *itemh,
		     oh_carrier_end_h *endh, void *arg)
{
	struct oh_task *t;
	int err;

	if (!tp || !c || !req || !endh || (unsigned)req->what >= OH_DO_MAX)
		return EINVAL;

	t = mem_zalloc(sizeof(*t), task_destructor);
	if (!t)
		return ENOMEM;
	t->carrier = mem_ref(c);
	t->itemh   = itemh;
	t->endh    = endh;
	t->arg     = arg;

	err = c->ops->start(&t->work, c->state, t, req);
	if (err)
		mem_deref(t);
	else
		*tp = t;

	return err;
}

/**
 * Print the request that an action would begin with; nothing is sent
 *
 * @param textp Text of several lines, secrets masked; mem_deref
 * @param c     Carrier
 * @param req   What is wanted
 *
 * @return 0, EINVAL, ERANGE, ENOMEM, or ENOTSUP: this carrier sends nothing
 */
int oh_carrier_print(char **textp, struct oh_carrier *c,
		     const struct oh_carrier_req *req)
{
	if (!textp || !c || !req || (unsigned)req->what >= OH_DO_MAX)
		return EINVAL;

	return c->ops->print(textp, c->state, req);
}

/**
 * Hand an item to the owner of a task
 *
 * @param task  Task, held by the caller
 * @param kind  What it is
 * @param value Its value, of the kind's type
 *
 * @return False if the owner has released the task: there is nobody left to
 *         tell
 */
bool oh_task_item(struct oh_task *task, enum oh_item_kind kind,
		  const void *value)
{
	const struct oh_item item = { .kind = kind, .u.any = value };

	if (task->itemh)
		task->itemh(&item, task->arg);

	return mem_nrefs(task) > 1;
}

/**
 * Tell the owner of a task how it ended; the first time only
 *
 * @param task Task
 * @param end  How; an owner who has gone is not told
 */
void oh_task_end(struct oh_task *task, const struct oh_carrier_end *end)
{
	oh_carrier_end_h *endh = task->endh;

	task->endh = NULL;
	if (endh)
		endh(end, task->arg);
}

/**
 * The name of the carrier that a task asks
 *
 * @param task Task
 *
 * @return Name; valid as long as the task
 */
const char *oh_task_carrier(const struct oh_task *task)
{
	return task->carrier->name;
}
