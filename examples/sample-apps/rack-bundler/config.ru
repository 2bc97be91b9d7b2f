# frozen_string_literal: true

require "bundler/setup"

run ->(_env) { [200, { "Content-Type" => "text/plain" }, ["Hello from Rack and Bundler\n"]] }
