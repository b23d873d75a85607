/**
 * @file menus.c  Menu files, and what is wrong with them
 */
#include <errno.h>
#include "base/compat.h"
#include "cli/app.h"
#include "cli/exit.h"
#include "command/menus.h"
#include "conf/conf.h"
#include "flow/menu.h"
#include "number/number.h"

static void print_faults(struct oh_app *app, const struct oh_menu_file *f)
{
	uint32_t errorc = 0;

	for (uint32_t i = 0; i < f->faultc; i++) {
		const struct oh_menu_fault *fault = &f->faultv[i];

		errorc += !fault->warning;

		oh_app_fail(app, 0, "%s:%d: %s%s", f->name, fault->line,
			    fault->warning ? "warning: " : "", fault->text);
	}
	if (f->errorc > errorc)
		oh_app_fail(app, 0, "%s: and more", f->name);
}

/* Whether a number is one may hang on the country in the configuration. */
static int check_number(struct oh_app *app, const struct oh_conf *conf,
			const struct oh_menu_file *f,
			const struct oh_menu_step *s)
{
	const char *why = "not a number";
	struct oh_number n;

	if (s->verb != OH_MENU_TRANSFER && s->verb != OH_MENU_FORWARD)
		return 0;
	if (0 == oh_number_parse(&n, s->text, conf->country, &why))
		return 0;

	return oh_app_fail(app, OH_EXIT_CONFIG, "%s:%d: '%s': %s", f->name,
			   s->line, s->text, why);
}

static int check_steps(struct oh_app *app, const struct oh_conf *conf,
		       const struct oh_menu_file *f,
		       const struct oh_menu_steps *steps)
{
	int status = 0;

	for (uint32_t i = 0; i < steps->c; i++) {
		if (check_number(app, conf, f, &steps->v[i]))
			status = OH_EXIT_CONFIG;
	}

	return status;
}

static int check_numbers(struct oh_app *app, const struct oh_conf *conf,
			 const struct oh_menu_file *f)
{
	int status = 0;

	for (uint32_t m = 0; m < f->menuc; m++) {
		for (uint32_t k = 0; k < OH_MENU_ONS; k++) {
			if (check_steps(app, conf, f, &f->menuv[m].onv[k]))
				status = OH_EXIT_CONFIG;
		}
	}

	return status;
}

/**
 * Read a menu file, and print what is wrong with it
 *
 * @param fp   Returned file, release with mem_deref(); only with 0
 * @param app  The command
 * @param conf Configuration: whose country numbers belong to
 * @param path File
 *
 * @return 0 or the exit status; what is wrong has been printed
 */
int oh_menus_load(struct oh_menu_file **fp, struct oh_app *app,
		  const struct oh_conf *conf, const char *path)
{
	struct oh_menu_file *f;
	int err = oh_menu_load(&f, path), status;

	if (err)
		return oh_app_fail(app, OH_EXIT_NO_INPUT, "%s: %s", path,
				   strerror(err));
	print_faults(app, f);
	status = check_numbers(app, conf, f);
	if (f->errorc)
		status = OH_EXIT_CONFIG;
	if (status)
		mem_deref(f);
	else
		*fp = f;

	return status;
}

/**
 * Look for faults in a menu file
 *
 * @param app  The command
 * @param conf Configuration
 * @param path File
 *
 * @return Exit status
 */
int oh_menus_check(struct oh_app *app, const struct oh_conf *conf,
		   const char *path)
{
	struct oh_menu_file *f = NULL;
	int status = oh_menus_load(&f, app, conf, path);

	if (!status)
		oh_app_say(app, "%s: no faults, %u menu%s", path, f->menuc,
			   f->menuc == 1 ? "" : "s");
	mem_deref(f);

	return status;
}
