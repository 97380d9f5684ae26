# make만 치면 할 수 있는 일이 나와요.
PYTHON ?= python3
VENV   := .venv
READY  := $(VENV)/.ready
python  = $(1)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)/python
PY     := $(call python,$(VENV))
EXTRAS := lab,test

# 리눅스의 보통 torch는 CUDA까지 든 수 GB여서 CPU 판 색인에서 먼저 찾아요. 맥과 윈도의 torch는 본디 CPU 판이에요.
TORCH       ?= torch
TORCH_INDEX ?= $(if $(filter Linux,$(shell uname -s)),https://download.pytorch.org/whl/cpu)

# root로는 JupyterLab이 켜지지 않으므로 그때만 허락해요(컨테이너, CI).
ALLOW_ROOT := $(if $(filter 0,$(shell id -u 2>/dev/null)),--allow-root)

export PIP_DISABLE_PIP_VERSION_CHECK := 1
.DEFAULT_GOAL := help
.PHONY: help setup lab test lint figures site notebooks bench lock clean FORCE

help: ## 이 목록을 보여요
	@echo "make 뒤에 할 일을 적어요. 처음이라면 make lab이에요."
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## 필요한 것을 모두 .venv에 깔아요(처음에만 몇 분, 약 1.5GB)
	@echo "준비됐어요. make lab으로 노트북을 열어요."

lab: $(READY) ## 노트북을 JupyterLab에서 열어요(옵션은 LAB_FLAGS=…)
	$(PY) -m jupyterlab notebooks --LabApp.app_settings_dir="$(CURDIR)/.jupyter" $(ALLOW_ROOT) $(LAB_FLAGS)

test: lint ## 모양새, 모듈, 그림, 노트북, 슬라이더를 모두 검사해요
	$(PY) -m pytest

lint: $(READY) ## 코드와 노트북의 모양새를 검사해요
	$(PY) -m ruff check
	$(PY) -m ruff format --check

figures: $(READY) ## 코스 페이지의 그림을 figures/에 다시 써요
	$(PY) -m entropy_lab figures

site: $(READY) ## 코스 사이트의 폴더에 그림을 넣어요(SITE=폴더)
	@test -n "$(SITE)" || { echo "어디에 넣을지 알려 주세요. 예: make site SITE=../my-site/static"; exit 2; }
	$(PY) -m entropy_lab site "$(SITE)"

notebooks: $(READY) ## 노트북을 다시 실행해 출력을 고쳐 써요
	$(PY) -m entropy_lab.normalise notebooks/*.ipynb

bench: $(VENV)/.bench ## 속도와 크기를 재요
	$(PY) tests/bench.py

# 가장 낮은 파이썬(3.11)으로 해야 모든 파이썬에 맞는 판이 적혀요.
lock: ## 최신 판을 깔아 constraints.txt를 다시 써요(torch의 판은 TORCH=torch==… 로 골라요)
	$(PYTHON) -m venv --clear $(VENV)-lock
	$(call install,$(call python,$(VENV)-lock),,$(EXTRAS)$(comma)lecture$(comma)bench)
	$(call python,$(VENV)-lock) -m pip freeze --exclude-editable > $(VENV)-lock/freeze
	{ echo "# 검사를 마친 판이에요. make lock이 새 가상 환경의 pip freeze로 만들어요."; \
	  sed 's/+cpu$$//' $(VENV)-lock/freeze; } > constraints.txt
	rm -rf $(VENV)-lock

clean: ## 가상 환경과 임시 파일을 지워요
	rm -rf $(VENV) $(VENV)-lock .pytest_cache .ruff_cache .hypothesis build entropy_lab.egg-info
	find . -name .git -prune -o \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +

# $(call install,파이썬,판을 묶는 옵션,extras): --no-deps여서 CPU 색인에 닿지 못해도 torch 하나만 몇 초 기다려요.
comma := ,
define install
	$(if $(TORCH_INDEX),$(1) -m pip install -q --no-deps --retries 2 --timeout 15 $(2) "$(TORCH)" \
	  --index-url $(TORCH_INDEX) || echo "CPU 판 색인에 닿지 못해 torch를 보통 색인에서 받아요.")
	$(1) -m pip install -q $(2) "$(TORCH)" -e ".[$(3)]"
endef

# .ready에는 설치를 마친 폴더를 적어요. 도중에 끊겼거나 폴더를 옮겼으면 처음부터 다시 깔아요.
ifneq ($(shell cat $(READY) 2>/dev/null),$(CURDIR))
CLEAR := --clear
$(READY): FORCE
endif

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || \
	  { echo "파이썬 3.11 이상이 필요해요. 예: make lab PYTHON=python3.12"; exit 1; }
	@echo "필요한 것을 $(VENV)에 깔아요. 처음에는 몇 분 걸려요."
	@rm -f $@
	$(PYTHON) -m venv $(CLEAR) $(VENV)
	$(call install,$(PY),-c constraints.txt,$(EXTRAS))
	@echo "$(CURDIR)" > $@

$(VENV)/.bench: $(READY)
	$(PY) -m pip install -q -c constraints.txt -e ".[bench]"
	@touch $@
