# Packages the functions for AWS. `sam build` calls `build-<logical id>` for each function of template.yaml, from this
# folder, and says in ARTIFACTS_DIR where its package goes.
#
# It needs cargo-lambda (`pip install cargo-lambda` brings Zig too), because a function must not ask for a newer C library than
# Amazon Linux 2023 has, whatever machine it is built on. arm64 needs the Rust target aarch64-unknown-linux-gnu, which
# cargo-lambda has rustup fetch where it is absent.

# The processor the functions run on, arm64 or x86_64: what the template's parameter Architecture says.
ARCHITECTURE ?= arm64
# The settings a new office opens with: a file of infra/programs, without its ending.
PROGRAM ?= mautic
# The profile of Cargo.toml. A quick one to try the packaging: `make build-Account ARTIFACTS_DIR=/tmp/account PROFILE=dev`.
PROFILE = lambda

FUNCTIONS = Application Account Report Selection Team Summary Compliance Invoice Treasury Mailer
TARGET_arm64 = aarch64-unknown-linux-gnu
TARGET_x86_64 = x86_64-unknown-linux-gnu
TARGET = $(or $(TARGET_$(ARCHITECTURE)),$(error ARCHITECTURE is arm64 or x86_64, not $(ARCHITECTURE)))

.PHONY: program $(FUNCTIONS:%=build-%)

build-Summary: PROFILE = lambda-summary

# A function's package is named like its logical id, in small letters. Its binary arrives as `bootstrap`, which is what
# the runtime starts. cargo-lambda's own optimizations are off: they would abort on a panic and end the environment.
$(FUNCTIONS:%=build-%): build-%:
	package=$$(echo $* | tr A-Z a-z) && \
	cargo lambda build --locked --package $$package --profile $(PROFILE) --target $(TARGET) \
		--disable-optimizations --flatten $$package --lambda-dir "$(ARTIFACTS_DIR)"

build-Application: program

program:
	mkdir -p "$(ARTIFACTS_DIR)"
	cp "infra/programs/$(PROGRAM).toml" "$(ARTIFACTS_DIR)/program.toml"
