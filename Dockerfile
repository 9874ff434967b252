# Not tried: there was no engine where it was written. See docs/running.md, "In containers".

FROM python:3.12-slim AS build
WORKDIR /opt/kenes
COPY requirements.txt ./
RUN python -m venv .venv && .venv/bin/python -m pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
RUN .venv/bin/python -m tools.texts compile texts/locales/*/LC_MESSAGES/kenes.po \
    && .venv/bin/python -m compileall -q actions bot domain handlers jobs reports screens storage texts

FROM python:3.12-slim
RUN useradd --uid 10001 --user-group --no-create-home kenes \
    && install -d -o kenes -g kenes -m 700 /var/lib/kenes
COPY --from=build /opt/kenes /opt/kenes
WORKDIR /opt/kenes
USER kenes
ENV DATA_DIR=/var/lib/kenes HTTP_HOST=0.0.0.0 LOG_FORMAT=json PYTHONUNBUFFERED=1
VOLUME /var/lib/kenes
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD [".venv/bin/python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/health', timeout=4)"]
ENTRYPOINT [".venv/bin/python", "-m", "bot"]
CMD ["run"]
