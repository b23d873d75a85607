/**
 * @file printing.c  An application that prints into memory
 */
#include "base/compat.h"
#include "test.h"
#include "printing.h"

int printing_init(struct printing *p, const struct oh_app_about *about)
{
	int err;

	memset(p, 0, sizeof(*p));
	err = oh_app_alloc(&p->app, about);
	if (err)
		return err;
	p->app->out = open_memstream(&p->out, &p->out_size);
	p->app->err = open_memstream(&p->err, &p->err_size);
	assert_non_null(p->app->out);
	assert_non_null(p->app->err);

	return 0;
}

void printing_flush(struct printing *p)
{
	(void)fflush(p->app->out);
	(void)fflush(p->app->err);
}

void printing_reset(struct printing *p)
{
	if (!p->app)
		return;
	fclose(p->app->out);
	fclose(p->app->err);
	free(p->out);
	free(p->err);
	p->app = mem_deref(p->app);
}
