# frozen_string_literal: true

class HelloController < ActionController::Base
  def show
    render plain: "Hello from Rails\n"
  end
end
